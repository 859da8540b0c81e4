// Pure: what it would cost to stop one broker now.
import type { PartitionState, Registry, TopicState } from '../../../model/observed.js';
import type { Risk } from '../../../model/risk.js';
import { count, some } from '../../findings.js';
import { minIsr } from '../min-insync-replicas.js';
import { notInStep } from './ready.js';
import { placesOf, registeredPlace, runningId, type PlacedBroker } from '../broker-place.js';
import { servedTopics } from '../served-topics.js';

/** Judges the process that would be stopped, by the id that it runs with; the inventory may want another one. */
export function stopRisks(
  broker: PlacedBroker,
  brokers: readonly PlacedBroker[],
  registry: Registry,
): { readonly risks: readonly Risk[]; readonly saw: string } {
  const { host } = broker.instance;
  const id = idOf(broker, registry);
  const registered = registry.brokers.some((one) => one.id === id);
  // The controller leaves the last one in the ISR when it goes. While it leads, clients that know it from before are still served.
  const serves = ({ isr, leader }: PartitionState): boolean => isr.includes(id) && (registered || leader === id);
  const held = servedTopics(registry).flatMap((topic) => topic.partitions.filter(serves).map((partition) => ({ topic, partition })));
  // Nobody is served by it: stopping it takes nothing away.
  if (!registered && held.length === 0) return { risks: [], saw: `broker ${String(id)} is not registered and leads nothing` };
  const others = brokers.filter(({ instance }) => instance.host.name !== host.name);
  const risks = [
    ...(others.length === 0 ? [{ name: 'downtime', detail: `${host.name} is the only broker`, lasting: true } as const] : []),
    ...perPartition(id, held),
    ...notBack(others, registry),
  ];
  return { risks, saw: `broker ${String(id)} is in the ISR of ${count(held.length, 'partition')}; all others are fully back` };
}

/** Nobody knows better than ZooKeeper which broker is at this address and port. */
function idOf(broker: PlacedBroker, { brokers }: Registry): number {
  const there = brokers.find((one) => placesOf(broker).some(({ host, port }) => one.host === host && one.port === port));
  return there?.id ?? runningId(broker);
}

interface Held {
  readonly topic: TopicState;
  readonly partition: PartitionState;
}

interface Loss {
  readonly name: 'downtime' | 'min-isr';
  readonly where: string;
  /** No catching up of other replicas would take it away. */
  readonly lasting: boolean;
}

/** One risk for each kind of loss, so that a thousand partitions still make a readable line. */
function perPartition(id: number, held: readonly Held[]): readonly Risk[] {
  const losses = held.flatMap((one) => lossOf(id, one));
  const risk = (name: Loss['name'], lasting: boolean, detail: (where: string) => string): readonly Risk[] => {
    const where = losses.filter((loss) => loss.name === name && loss.lasting === lasting).map((loss) => loss.where);
    return where.length === 0 ? [] : [{ name, lasting, detail: detail(`${count(where.length, 'partition')} (${some(where, 3)})`) }];
  };
  const broker = `broker ${String(id)}`;
  return [
    ...risk('downtime', true, (where) => `${broker} has the only replica of ${where}`),
    ...risk('downtime', false, (where) => `${broker} is the only one in the ISR of ${where}`),
    ...risk('min-isr', true, (where) => `${where} cannot spare any replica: min.insync.replicas is as large as the replication factor`),
    ...risk('min-isr', false, (where) => `without ${broker}, ${where} would be below min.insync.replicas`),
  ];
}

function lossOf(id: number, { topic, partition }: Held): readonly Loss[] {
  const where = `${topic.name}/${String(partition.partition)}`;
  const left = partition.isr.filter((one) => one !== id).length;
  const most = partition.replicas.filter((one) => one !== id).length;
  if (left === 0) return [{ name: 'downtime', where, lasting: most === 0 }];
  const need = minIsr(topic);
  return left < need ? [{ name: 'min-isr', where, lasting: most < need }] : [];
}

/** Another broker that is away, or behind, would be a second loss at once. */
function notBack(others: readonly PlacedBroker[], registry: Registry): readonly Risk[] {
  const away = others.filter((one) => registeredPlace(one, registry) === undefined);
  const behind = notInStep(others.map(runningId), registry);
  const names = away.map((one) => `${String(runningId(one))} on ${one.instance.host.name}`);
  return [
    ...(away.length === 0 ? [] : [{ name: 'min-isr', detail: `broker ${some(names)} is not registered`, lasting: false } as const]),
    ...(behind.length === 0 ? [] : [{ name: 'min-isr', detail: `not yet in the ISR: ${some(behind, 3)}`, lasting: false } as const]),
  ];
}
