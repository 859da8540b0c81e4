// What an inventory may say. Validation, the suggestions for mistyped keys, the JSON Schema for editors and the reference in docs/ are
// all made from this. Defaults are named here for readers only; build.ts fills them in, because a host inherits before it defaults.
import { z } from 'zod';
import { topicKeys } from '../../components/kafka/keys.js';
import type { ComponentSpec } from '../../model/component.js';
import { DEFAULTS } from '../build/defaults.js';
import * as fields from './fields.js';
import { connection, hostSsh, java, paths, ssh, text } from './parts.js';
import { config, section, SOFTWARE } from './section.js';
import { streaming } from './streaming.js';
import { fileSections } from '../sections.js';

const { PATTERN } = fields;

const topic = z
  .strictObject({
    name: text(fields.topicName, 'Name of the topic.', { pattern: PATTERN.topic }),
    partitions: z.int().min(1).max(2_147_483_647).meta({ description: 'Can be raised later, never lowered.', default: 3 }).optional(),
    replicationFactor: z
      .int()
      .min(1)
      .max(32_767)
      .meta({ description: 'Copies of each record. Default: 3, or the number of brokers where there are fewer.' })
      .optional(),
    config: config('Keys of the topic (kafka-topics.sh --config).', topicKeys),
  })
  .meta({ description: 'A topic that must exist like this.' });

function host(specs: readonly ComponentSpec[]) {
  const ids = specs.flatMap(({ id, title }) => {
    if (id === null) return [];
    const description = `Id of the ${title} on this host; recorded there for good.`;
    return [[id.key, z.int().min(id.first).max(id.last).meta({ description }).optional()]];
  });
  const sections = fileSections(specs).map((one) => [one.key, section(one, 'host').optional()]);
  const names = specs.map((spec) => spec.name);
  return z
    .strictObject({
      name: text(fields.hostName, 'What fams-ops calls it. Default: the address.', { pattern: PATTERN.hostName }).optional(),
      address: text(fields.address, 'What the other members and the clients of the cluster use.', { pattern: PATTERN.address }),
      roles: z
        .array(z.string().meta({ enum: names }))
        .min(1)
        .meta({ description: 'What runs here. Default: everything; where other hosts name theirs, zookeeper and kafka.' })
        .optional(),
      connection: connection().optional(),
      ssh: hostSsh.optional(),
      paths: paths.optional(),
      java: java.optional(),
      ...(Object.fromEntries([...ids, ...sections]) as object),
    })
    .meta({ description: 'A machine, with what differs here from the rest of the file.' });
}

const EXTRAS: Readonly<Record<string, z.ZodRawShape>> = SOFTWARE;

const made = new WeakMap<readonly ComponentSpec[], ReturnType<typeof make>>();

/** Made once for a registry of components: zod compiles a schema at its first use. */
export function inventorySchema(specs: readonly ComponentSpec[]): ReturnType<typeof make> {
  const schema = made.get(specs) ?? make(specs);
  made.set(specs, schema);
  return schema;
}

function make(specs: readonly ComponentSpec[]) {
  const sections = fileSections(specs).map((one) => {
    const extra = EXTRAS[one.key];
    return [one.key, (extra ? section(one, 'top').extend(extra) : section(one, 'top')).optional()];
  });
  return z
    .strictObject({
      cluster: text(fields.clusterName, 'Name of the cluster.', { pattern: PATTERN.cluster }),
      connection: connection(DEFAULTS.connection).optional(),
      ssh: ssh.optional(),
      paths: paths.optional(),
      java: java.optional(),
      hosts: z
        .array(z.union([text(fields.address, 'An address alone.', { pattern: PATTERN.address }), host(specs)]))
        .min(1)
        .meta({ description: 'The machines, each an address or a mapping.' }),
      ...(Object.fromEntries(sections) as object),
      topics: z.array(topic).meta({ description: 'Topics that must exist. Default: user-behavior-topic with 3 partitions.' }).optional(),
      streaming: streaming.optional(),
      verify: z
        .record(z.string(), z.record(z.string(), z.number().min(0)))
        .meta({ description: 'Thresholds by check: { CHECK: { LIMIT: NUMBER } }.' })
        .optional(),
    })
    .meta({ title: 'Inventory of fams-ops' });
}

export type Inventory = z.output<ReturnType<typeof inventorySchema>>;
export type HostEntry = Inventory['hosts'][number];
export type HostMapping = Exclude<HostEntry, string>;
export type Section = z.output<ReturnType<typeof section>>;
export type TopicEntry = z.output<typeof topic>;
