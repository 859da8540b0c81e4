// The brokers in operation: when they serve, when one may stop, and the checks.
import type { Instance } from '../../model/component.js';
import type { ComponentLive, Gate, Live } from '../../model/live.js';
import type { Registry } from '../../model/observed.js';
import type { Resolved } from '../../model/resolved.js';
import { kafkaAdvertised } from './checks/kafka-advertised.js';
import { kafkaCleanStop } from './checks/kafka-clean-stop.js';
import { kafkaLag } from './checks/kafka-lag.js';
import { kafkaPending } from './checks/kafka-pending.js';
import { kafkaPreferred } from './checks/kafka-preferred.js';
import { kafkaReplication } from './checks/kafka-replication.js';
import { kafkaRoundTrip } from './checks/kafka-round-trip.js';
import { kafkaSettings } from './checks/kafka-settings.js';
import { kafkaSteady } from './checks/kafka-steady.js';
import { kafkaTopicSettings } from './checks/kafka-topic-settings.js';
import { kafkaConsole } from './checks/kafka-console.js';
import { kafkaController } from './checks/kafka-controller.js';
import { kafkaIsr } from './checks/kafka-isr.js';
import { kafkaLeader } from './checks/kafka-leader.js';
import { kafkaMetadata } from './checks/kafka-metadata.js';
import { kafkaRegistered } from './checks/kafka-registered.js';
import { kafkaTopics } from './checks/kafka-topics.js';
import { stopRisks } from './live-may-stop.js';
import { readinessOf, type BrokerSight } from './live-ready.js';
import { instancesOf } from '../instances.js';
import { KAFKA, placeOf } from './broker-place.js';
import { readBrokerMetadata, readRegistryOf } from './live-registry.js';

/** After a crash a broker reads its unflushed segments before it registers: minutes, with many of them. */
const READY_MS = 180_000;
/** How long brokers that serve already are given to be back in every ISR; more to copy is left to go on by itself. */
const IN_STEP_MS = 60_000;
const ASK_MS = 6000;

export const kafkaLive: ComponentLive = {
  name: KAFKA,
  ready: gate,
  mayStop: async (instance, resolved, live) => {
    const registry = await tryRegistry(resolved, live);
    if (typeof registry === 'string') {
      const detail = `what Kafka keeps in ZooKeeper could not be read: ${registry}`;
      return { risks: [{ name: 'min-isr', detail, lasting: false }], saw: detail };
    }
    return stopRisks(
      instance,
      resolved.placed.filter((one) => one.instance.component === KAFKA),
      registry,
    );
  },
  lastToStop: async (resolved, live) => {
    const registry = await tryRegistry(resolved, live);
    if (typeof registry === 'string') return null;
    return instancesOf(resolved, KAFKA).find(({ id }) => id === registry.controller)?.host.name ?? null;
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
};

function gate(resolved: Resolved, hosts: readonly string[]): Gate {
  const waited = instancesOf(resolved, KAFKA).filter(({ host }) => hosts.includes(host.name));
  let servingSince: number | null = null;
  return {
    waitsFor: 'the brokers to be registered, known to each other and in step',
    deadlineMs: READY_MS,
    poll: async (live) => {
      const [registry, sights] = await Promise.all([tryRegistry(resolved, live), Promise.all(waited.map((one) => lookAt(one, live)))]);
      if (typeof registry === 'string') return { done: false, saw: `ZooKeeper does not tell (${registry})` };
      const { serves, inStep, saw } = readinessOf(sights, registry);
      servingSince = serves ? (servingSince ?? performance.now()) : null;
      const patienceOver = servingSince !== null && performance.now() - servingSince > IN_STEP_MS;
      return { done: serves && inStep, enough: patienceOver, saw };
    },
  };
}

async function lookAt(instance: Instance, live: Live): Promise<BrokerSight> {
  const sight = { host: instance.host.name, place: placeOf(instance) };
  try {
    return { ...sight, metadata: await readBrokerMetadata(instance, live, ASK_MS), reason: '' };
  } catch (error) {
    return { ...sight, metadata: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The registry, or why it cannot be read. */
async function tryRegistry(resolved: Resolved, live: Live): Promise<Registry | string> {
  try {
    return await readRegistryOf(resolved, live, ASK_MS);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
