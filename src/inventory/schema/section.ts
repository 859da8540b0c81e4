// The section of a component, made from its spec; the same for each, but for what is particular to the software of Kafka and of Spark.
import { z } from 'zod';
import type { ConfigKey, ConfigKeyTable, SettingsSection } from '../../model/component.js';
import { DEFAULTS } from '../build/defaults.js';
import * as fields from './fields.js';
import { hostPath, orElse, port, text } from './parts.js';
import type { FileSection } from '../sections.js';

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

/** One section, made from the specs of its components; the same for each. */
export function section({ key, specs, settings, keys }: FileSection, at: 'top' | 'host') {
  const { heap, ports, dirs, configDirs } = settings;
  const named = <T>(fallback: T): T | undefined => (at === 'top' ? fallback : undefined);
  const beside = Object.entries(dirs).filter(([name]) => !configDirs.includes(name));
  const portFields = Object.entries(ports).map(([name, fallback]) => {
    return [name, port.meta({ description: `Its ${name} port.`, ...orElse(named(fallback)) }).optional()] as const;
  });
  return z
    .strictObject({
      heap: text(fields.heap, 'Heap of the JVM, both -Xms and -Xmx.', { pattern: PATTERN.heap, default: named(heap) }).optional(),
      ports: z.strictObject(Object.fromEntries(portFields)).meta({ description: 'Ports that it listens on.' }).optional(),
      config: config(`Any key of ${keys.of}.`, keys, named(settings)),
      allowUnknown: z.array(z.string()).meta({ description: 'Keys under config: that fams-ops need not know.' }).optional(),
      ...(Object.fromEntries(beside.map(([name, path]) => [name, hostPath('Data directory.', named(path)).optional()])) as object),
    })
    .meta({ description: `${specs.map((spec) => spec.title).join(', ')}: the section "${key}".` });
}

const archive = (fallback: string) => ({
  bundle: text(fields.bundle, 'Archive to install: auto, a path (relative to this file) or a URL.', { default: fallback }).optional(),
  sha256: text(fields.sha256, 'SHA-256 of the archive file.', { pattern: PATTERN.sha256 }).nullable().optional(),
});

const kafka = {
  version: text(fields.kafkaVersion, 'Release of Kafka.', { pattern: PATTERN.version, default: DEFAULTS.kafka.version }).optional(),
  scala: z
    .enum(['2.10', '2.11'])
    .meta({ description: 'Scala that it was built for; quote it, YAML reads 2.10 as 2.1.', default: DEFAULTS.kafka.scala })
    .optional(),
  ...archive(DEFAULTS.kafka.bundle),
  chroot: text(fields.chroot, 'ZooKeeper path below which Kafka keeps everything.', {
    pattern: PATTERN.chroot,
    default: DEFAULTS.kafka.chroot,
  }).optional(),
};

const memory = (description: string, fallback: string) =>
  text(fields.heap, description, { pattern: PATTERN.heap, default: fallback }).optional();

const spark = {
  version: z.enum([DEFAULTS.spark.version]).meta({ description: 'Release of Spark.', default: DEFAULTS.spark.version }).optional(),
  ...archive(DEFAULTS.spark.bundle),
  workerCores: z
    .int()
    .min(1)
    .max(1024)
    .nullable()
    .meta({ description: 'Cores that a worker offers; null: all of its machine.' })
    .optional(),
  workerMemory: memory('Memory that a worker offers to executors.', DEFAULTS.spark.workerMemory),
};

/** What a section has beyond what every section has, by its key. */
export const SOFTWARE = { kafka, spark } as const;
export type KafkaSection = z.output<z.ZodObject<typeof kafka>>;
export type SparkSection = z.output<z.ZodObject<typeof spark>>;
