// The brokers in operation: when they serve, when one may stop, and the checks.
import type { ComponentLive } from '../../model/component-live.js';
import type { Gate, Live } from '../../model/live.js';
import type { Registry } from '../../model/observed.js';
import type { Resolved } from '../../model/resolved.js';
import { kafkaAdvertised } from './checks/advertised.js';
import { kafkaCleanStop } from './checks/clean-stop.js';
import { kafkaLag } from './checks/lag.js';
import { kafkaPending } from './checks/pending.js';
import { kafkaPreferred } from './checks/preferred.js';
import { kafkaReplication } from './checks/replication.js';
import { kafkaRoundTrip } from './checks/round-trip.js';
import { kafkaSettings } from './checks/settings.js';
import { kafkaSteady } from './checks/steady.js';
import { kafkaTopicSettings } from './checks/topic-settings.js';
import { kafkaConsole } from './checks/console.js';
import { kafkaController } from './checks/controller.js';
import { kafkaIsr } from './checks/isr.js';
import { kafkaLeader } from './checks/leader.js';
import { kafkaMetadata } from './checks/metadata.js';
import { kafkaRegistered } from './checks/registered.js';
import { kafkaTopics } from './checks/topics.js';
import { stopRisks } from './live/may-stop.js';
import { readinessOf, type BrokerSight } from './live/ready.js';
import { KAFKA, placeOf, registeredPlace, runningId, type PlacedBroker } from './broker-place.js';
import { readMetadataAt, readRegistryOf } from './live/registry.js';

/** After a crash a broker reads its unflushed segments before it registers: minutes, with many of them. */
const READY_MS = 180_000;
/** How long brokers that serve already are given to be back in every ISR; more to copy is left to go on by itself. */
const IN_STEP_MS = 60_000;
const ASK_MS = 6000;

/** How the brokers and what they keep in ZooKeeper are read. */
export interface KafkaReads {
  readonly registry: typeof readRegistryOf;
  readonly metadata: typeof readMetadataAt;
}

export const kafkaLiveBy = (reads: KafkaReads): ComponentLive => ({
  name: KAFKA,
  ready: (resolved, hosts) => gate(reads, resolved, hosts),
  mayStop: async (instance, resolved, live) => {
    const registry = await tryRegistry(reads, resolved, live);
    if (typeof registry === 'string') {
      const detail = `what Kafka keeps in ZooKeeper could not be read: ${registry}`;
      return { risks: [{ name: 'min-isr', detail, lasting: false }], saw: detail };
    }
    const brokers = brokersOf(resolved);
    const broker = brokers.find((one) => one.instance.host.name === instance.host.name) ?? { instance, running: null };
    return stopRisks(broker, brokers, registry);
  },
  lastToStop: async (resolved, live) => {
    const registry = await tryRegistry(reads, resolved, live);
    if (typeof registry === 'string') return null;
    return brokersOf(resolved).find((one) => runningId(one) === registry.controller)?.instance.host.name ?? null;
  },
  checks: [
    kafkaRegistered,
    kafkaController,
    kafkaMetadata,
    kafkaLeader,
    kafkaIsr,
    kafkaRoundTrip,
    kafkaTopics,
    kafkaReplication,
    kafkaTopicSettings,
    kafkaSettings,
    kafkaPending,
    kafkaPreferred,
    kafkaSteady,
    kafkaCleanStop,
    kafkaLag,
    kafkaAdvertised,
    kafkaConsole,
  ],
});

export const kafkaLive = kafkaLiveBy({ registry: readRegistryOf, metadata: readMetadataAt });

/** In the order of their ids, as everywhere. */
const brokersOf = ({ placed }: Resolved): readonly PlacedBroker[] =>
  placed.filter(({ instance }) => instance.component === KAFKA).toSorted((a, b) => a.instance.id - b.instance.id);

function gate(reads: KafkaReads, resolved: Resolved, hosts: readonly string[]): Gate {
  const waited = brokersOf(resolved).filter(({ instance }) => hosts.includes(instance.host.name));
  let servingSince: number | null = null;
  return {
    waitsFor: 'the brokers to be registered, known to each other and in step',
    deadlineMs: READY_MS,
    poll: async (live, elapsedMs) => {
      const registry = await tryRegistry(reads, resolved, live);
      if (typeof registry === 'string') return { done: false, saw: `ZooKeeper does not tell (${registry})` };
      const sights = await Promise.all(waited.map((broker) => lookAt(reads, broker, registry, live)));
      const { serves, inStep, saw } = readinessOf(sights, registry);
      servingSince = serves ? (servingSince ?? elapsedMs) : null;
      const patienceOver = servingSince !== null && elapsedMs - servingSince > IN_STEP_MS;
      return { done: serves && inStep, enough: patienceOver, saw };
    },
  };
}

/** A broker that is yet to be restarted is asked where it runs now. */
async function lookAt(reads: KafkaReads, broker: PlacedBroker, registry: Registry, live: Live): Promise<BrokerSight> {
  const host = broker.instance.host.name;
  const place = registeredPlace(broker, registry) ?? placeOf(broker.instance);
  try {
    return { host, place, metadata: await reads.metadata(host, place.port, live, ASK_MS), reason: '' };
  } catch (error) {
    return { host, place, metadata: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The registry, or why it cannot be read. */
async function tryRegistry(reads: KafkaReads, resolved: Resolved, live: Live): Promise<Registry | string> {
  try {
    return await reads.registry(resolved, live, ASK_MS);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
