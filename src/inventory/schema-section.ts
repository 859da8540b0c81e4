// The section of a component, made from its spec; the same for each, but for what is particular to the software of Kafka.
import { z } from 'zod';
import type { ComponentSpec, ConfigKey, ConfigKeyTable, SettingsSection } from '../model/component.js';
import { DEFAULTS } from './defaults.js';
import * as fields from './fields.js';
import { hostPath, orElse, port, text } from './schema-parts.js';

const { PATTERN } = fields;

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const configValue = z.union([z.string(), z.number(), z.boolean(), z.array(scalar)]);

/** `config:` of a table of keys. JSON Schema gets the keys; validation asks the table itself, which also knows whose key it is. */
export const config = (description: string, table: ConfigKeyTable, section?: SettingsSection) =>
  z
    .record(z.string(), configValue)
    .meta({ description, properties: configProperties(table, section) })
    .optional();

/** What may stand under `config:`, with the defaults that `section` has for it. */
function configProperties({ known, owned }: ConfigKeyTable, section?: SettingsSection): Readonly<Record<string, object>> {
  const fallback = (key: string): string | undefined =>
    section?.config[key] ?? (section?.configDirs.includes(key) === true ? section.dirs[key] : undefined);
  return Object.fromEntries(
    Object.entries(known)
      .filter(([key]) => owned[key] === undefined)
      .map(([key, kind]) => [key, { ...jsonOf(kind), ...orElse(fallback(key)) }]),
  );
}

/** A configuration key as editors understand it; numbers may also stand in quotes. */
function jsonOf({ type, min, max, values }: ConfigKey): object {
  const range = { ...(min !== undefined && { minimum: min }), ...(max !== undefined && { maximum: max }) };
  switch (type) {
    case 'int':
    case 'long':
      return { type: ['integer', 'string'], ...range };
    case 'double':
      return { type: ['number', 'string'], ...range };
    case 'boolean':
      return { enum: [true, false, 'true', 'false'] };
    case 'enum':
      return { enum: values ?? [] };
    case 'list':
      return { type: ['string', 'array'] };
    case 'string':
      return { type: ['string', 'number', 'boolean'] };
  }
}

/** The section of one component, made from its spec; the same for each. */
export function section(spec: ComponentSpec, at: 'top' | 'host') {
  const { heap, ports, dirs, configDirs, key } = spec.section;
  const named = <T>(fallback: T): T | undefined => (at === 'top' ? fallback : undefined);
  const beside = Object.entries(dirs).filter(([name]) => !configDirs.includes(name));
  const portFields = Object.entries(ports).map(([name, fallback]) => {
    return [name, port.meta({ description: `Its ${name} port.`, ...orElse(named(fallback)) }).optional()] as const;
  });
  return z
    .strictObject({
      heap: text(fields.heap, 'Heap of the JVM, both -Xms and -Xmx.', { pattern: PATTERN.heap, default: named(heap) }).optional(),
      ports: z.strictObject(Object.fromEntries(portFields)).meta({ description: 'Ports that it listens on.' }).optional(),
      config: config(`Any key of ${spec.keys.of}.`, spec.keys, named(spec.section)),
      allowUnknown: z.array(z.string()).meta({ description: 'Keys under config: that fams-ops need not know.' }).optional(),
      ...(Object.fromEntries(beside.map(([name, path]) => [name, hostPath('Data directory.', named(path)).optional()])) as object),
    })
    .meta({ description: `${spec.title}: the section "${key}".` });
}

export const software = {
  version: text(fields.kafkaVersion, 'Release of Kafka.', { pattern: PATTERN.version, default: DEFAULTS.kafka.version }).optional(),
  scala: z
    .enum(['2.10', '2.11'])
    .meta({ description: 'Scala that it was built for; quote it, YAML reads 2.10 as 2.1.', default: DEFAULTS.kafka.scala })
    .optional(),
  bundle: text(fields.bundle, 'Archive to install: auto, a path (relative to this file) or a URL.', {
    default: DEFAULTS.kafka.bundle,
  }).optional(),
  sha256: text(fields.sha256, 'SHA-256 of the archive file.', { pattern: PATTERN.sha256 }).nullable().optional(),
  chroot: text(fields.chroot, 'ZooKeeper path below which Kafka keeps everything.', {
    pattern: PATTERN.chroot,
    default: DEFAULTS.kafka.chroot,
  }).optional(),
};
