// The JSON that Kafka 0.8 keeps in its znodes, as values. Pure; each throws an Error that says what is not as it should be.
import type { PartitionState, RegisteredBroker } from '../model/observed.js';

type Fields = Readonly<Record<string, unknown>>;

/** /brokers/ids/N: {"host":"10.0.0.1","port":9092,"version":1,...} */
export function parseBroker(id: number, json: string): RegisteredBroker {
  const fields = fieldsOf(json);
  const { host } = fields as { host?: unknown };
  if (typeof host !== 'string') throw new Error('no host in it');
  return { id, host, port: numberIn(fields, 'port') };
}

/** /brokers/topics/T: {"version":1,"partitions":{"0":[1,2,0],...}}: partition and its replicas, by number. */
export function parseAssignment(json: string): readonly { readonly partition: number; readonly replicas: readonly number[] }[] {
  const { partitions } = fieldsOf(json) as { partitions?: unknown };
  if (!isFields(partitions)) throw new Error('no partitions in it');
  return Object.entries(partitions)
    .map(([partition, replicas]) => ({ partition: Number(partition), replicas: numbers(replicas, `replicas of ${partition}`) }))
    .sort((a, b) => a.partition - b.partition);
}

/** .../partitions/P/state: {"leader":0,"isr":[0,1,2],"leader_epoch":0,...} */
export function parseState(json: string): Pick<PartitionState, 'leader' | 'isr'> {
  const fields = fieldsOf(json);
  return { leader: numberIn(fields, 'leader'), isr: numbers(fields['isr'], 'isr') };
}

/** /config/topics/T: {"version":1,"config":{"retention.ms":"3600000"}} */
export function parseTopicConfig(json: string): Readonly<Record<string, string>> {
  const { config } = fieldsOf(json) as { config?: unknown };
  if (!isFields(config)) throw new Error('no config in it');
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
}

/** /controller: {"version":1,"brokerid":0,"timestamp":"..."} */
export function parseController(json: string): number {
  return numberIn(fieldsOf(json), 'brokerid');
}

/**
 * /admin/reassign_partitions and its like: {"version":1,"partitions":[{"topic":"T","partition":0},...]}, as `topic/partition`. Tools
 * write it, not brokers: what cannot be understood is told as it is, and is no reason to know nothing of all the rest.
 */
export function parsePartitionList(json: string): readonly string[] {
  try {
    const { partitions } = fieldsOf(json) as { partitions?: unknown };
    if (!Array.isArray(partitions)) throw new Error('no partitions in it');
    return partitions.map((one: unknown) => {
      const { topic, partition } = one as { topic?: unknown; partition?: unknown };
      return `${String(topic)}/${String(partition)}`;
    });
  } catch {
    return [`something that cannot be understood: "${json.slice(0, 80)}"`];
  }
}

function fieldsOf(json: string): Fields {
  const value: unknown = JSON.parse(json);
  if (!isFields(value)) throw new Error('it is not an object');
  return value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberIn(fields: Fields, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value)) throw new Error(`no number ${name} in it`);
  return value as number;
}

function numbers(value: unknown, name: string): readonly number[] {
  if (!Array.isArray(value) || !value.every((one) => Number.isSafeInteger(one))) throw new Error(`no numbers ${name} in it`);
  return value as number[];
}
