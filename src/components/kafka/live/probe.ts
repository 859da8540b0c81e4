// One message through every partition of the probe topic, as a client sends and fetches it. No other topic is written or read.
import { AppError } from '../../../errors/app-error.js';
import type { HostName } from '../../../model/cluster.js';
import type { Live } from '../../../model/live.js';
import type { BrokerMetadata, ProbedPartition, ProbeTrip } from '../../../model/observed.js';
import type { Resolved } from '../../../model/resolved.js';
import { couldNotLook } from '../../../hosts/session/could-not-look.js';
import { endpoint, instancesOf } from '../../instances.js';
import { KAFKA, placeOf } from '../broker-place.js';
import { PROBE_TOPIC } from '../probe-topic.js';

/**
 * @param metadata of any broker: which partitions there are
 * @param reachable hosts whose brokers can be asked
 */
export async function probe(
  resolved: Resolved,
  live: Live,
  {
    metadata,
    reachable,
    deadlineMs,
  }: { readonly metadata: BrokerMetadata; readonly reachable: readonly HostName[]; readonly deadlineMs: number },
): Promise<ProbeTrip> {
  const found = metadata.topics.find(({ name }) => name === PROBE_TOPIC);
  if (found === undefined) return { topic: PROBE_TOPIC, partitions: null };
  const brokers = instancesOf(resolved, KAFKA);
  const hidden = brokers.filter(({ host }) => !reachable.includes(host.name)).map(({ id }) => id);
  // To wait for what these lead would take all the time that the others have.
  const untried = found.partitions.filter(({ leader }) => hidden.includes(leader));
  // kafkajs turns every failure into its own: whether a connection could be tried at all is known only here.
  const blind = new Set<HostName>();
  // kafkajs is large, and most commands never need it.
  const { roundTrip } = await import('../../../wire/kafka/round-trip.js');
  const results = await roundTrip({
    host: 'cluster',
    deadlineMs,
    signal: live.signal,
    topic: PROBE_TOPIC,
    partitions: found.partitions.filter((one) => !untried.includes(one)).map(({ partition }) => partition),
    brokers: brokers.filter(({ host }) => reachable.includes(host.name)).map((one) => endpoint(one, 'broker')),
    dial: async (host, port) => {
      const instance = brokers.find((one) => one.host.address === host && placeOf(one).port === port);
      if (instance !== undefined)
        return live.dial(instance.host.name, port, deadlineMs).catch((error: unknown) => {
          if (couldNotLook(error)) blind.add(instance.host.name);
          throw error;
        });
      throw new AppError('WIRE_FAILED', `The brokers send clients to ${host}:${String(port)}, which the inventory does not have.`, {
        todo: ['See the check kafka.registered.'],
      });
    },
  });
  const leaderOf = (partition: number): number => found.partitions.find((one) => one.partition === partition)?.leader ?? -1;
  const hostOf = (id: number): HostName | undefined => brokers.find((one) => one.id === id)?.host.name;
  const tried = results.map((one): ProbedPartition => {
    const leader = leaderOf(one.partition);
    const host = hostOf(leader);
    return { ...one, leader, ...(!one.ok && host !== undefined && blind.has(host) && { blind: true }) };
  });
  const left = untried.map(({ partition, leader }) => ({ partition, leader, ok: false as const, reason: 'its host cannot be reached' }));
  return { topic: PROBE_TOPIC, partitions: [...tried, ...left] };
}
