// What is read of the brokers, and of what they keep in ZooKeeper.
import { clusterSource, hostSource } from '../../evidence/sources.js';
import type { BrokerMetadata } from '../../model/observed.js';
import type { HostSource, Sight } from '../../model/source.js';
import { startAnew } from '../findings.js';
import { instanceOn } from '../instances.js';
import { KAFKA } from './broker-place.js';
import { roundTrip } from './live/console.js';
import { readGroups } from './live/groups.js';
import { dialAdvertised } from './live/operator-reach.js';
import { probe as tryProbe } from './live/probe.js';
import { readBrokerMetadata, readRegistryOf } from './live/registry.js';
import { agrees } from './metadata-drift.js';

const METADATA_MS = 8000;
/** For each member of the ensemble that is tried, and for all of it. */
const REGISTRY_TRY_MS = 4000;
const REGISTRY_MS = 15_000;
const ADVERTISED_MS = 3000;
const GROUPS_MS = 10_000;
/** Half of it is for the way in, half for the way out. */
const PROBE_MS = 12_000;
/** Two JVMs one after the other, each with a deadline of its own. */
const CONSOLE_MS = 100_000;
/** For what comes before it, and for the work itself to notice first, with more to say, that its time is over. */
const SLACK_MS = 2000;
/** Between the two looks at what must not move: a replica that comes and goes does so within less. */
const LATER_MS = 300;

const SEE_ZOOKEEPER = 'Put ZooKeeper right first: see the checks zookeeper.* and "fams-ops logs zookeeper".';

const readRegistry = ({ resolved, live }: Sight) => readRegistryOf(resolved, live, REGISTRY_TRY_MS);

export const registry = clusterSource({
  id: 'registry',
  what: 'what Kafka keeps in ZooKeeper',
  fix: SEE_ZOOKEEPER,
  deadlineMs: REGISTRY_MS,
  read: readRegistry,
});

/** The same once more, when everything else has been read. */
export const later = clusterSource({
  id: 'later',
  what: 'what Kafka keeps in ZooKeeper at the end of the run',
  fix: SEE_ZOOKEEPER,
  deadlineMs: REGISTRY_MS,
  turn: 1,
  notBeforeMs: LATER_MS,
  read: readRegistry,
});

/** The Metadata answer of the broker there. */
export const metadata: HostSource<BrokerMetadata> = hostSource({
  id: 'metadata',
  of: KAFKA,
  what: 'the answer of its broker',
  fix: (host) => startAnew(KAFKA, host),
  deadlineMs: METADATA_MS + SLACK_MS,
  read: (host, { resolved, live }) => readBrokerMetadata(instanceOn(host, KAFKA, resolved), live, METADATA_MS),
  // Leadership may have moved while ZooKeeper and the brokers were asked.
  again: (evidence) => {
    const kept = evidence.cluster(registry);
    return kept.ok && [...evidence.hosts(metadata).values()].some((read) => read.ok && !agrees(read.value, kept.value));
  },
});

/** One message through every partition of the probe topic. */
export const probe = clusterSource({
  id: 'probe',
  what: 'the round trip',
  fix: 'See whether any broker answers: kafka.metadata, "fams-ops logs kafka".',
  deadlineMs: METADATA_MS + PROBE_MS + SLACK_MS,
  read: async (sight) => {
    const { resolved, live, reachable } = sight;
    return tryProbe(resolved, live, { metadata: await anyMetadata(sight), reachable, deadlineMs: PROBE_MS });
  },
});

/** Of the broker that answers first. */
async function anyMetadata(sight: Sight): Promise<BrokerMetadata> {
  const answers = [...sight.each(metadata).values()];
  const value = await Promise.any(
    answers.map(async (answer) => {
      const read = await answer;
      if (read.ok) return read.value;
      throw new Error(read.reason);
    }),
  ).catch(() => null);
  if (value !== null) return value;
  const reasons = (await Promise.all(answers)).flatMap((read) => (read.ok ? [] : [read.reason]));
  throw new Error(`no broker answers: ${reasons[0] ?? 'there is none'}`);
}

/** From this machine to the addresses that clients are sent to. */
export const operatorReach = clusterSource({
  id: 'operatorReach',
  what: 'the way from this machine to the brokers',
  fix: SEE_ZOOKEEPER,
  deadlineMs: REGISTRY_MS + ADVERTISED_MS + SLACK_MS,
  read: async (sight) => dialAdvertised(await sight.once(registry), { deadlineMs: ADVERTISED_MS, signal: sight.live.signal }),
});

/** Consumer groups that keep their offsets in ZooKeeper. */
export const groups = clusterSource({
  id: 'groups',
  what: 'the consumer groups',
  fix: SEE_ZOOKEEPER,
  deadlineMs: REGISTRY_MS + GROUPS_MS,
  read: async (sight) => readGroups(sight.resolved, sight.live, await sight.once(registry), REGISTRY_TRY_MS),
});

/** The real console producer and consumer. Alone, after everything else: it starts two JVMs, whose load would make the rest look slow. */
export const consoleTrip = clusterSource({
  id: 'console',
  what: 'the console round trip',
  fix: 'See whether bin/kafka-console-producer.sh runs on the hosts: "fams-ops logs kafka".',
  deadlineMs: CONSOLE_MS,
  turn: 2,
  script: true,
  read: ({ resolved, live, reachable, topic }) => roundTrip(resolved, live, reachable, topic),
});
