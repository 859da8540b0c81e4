// Pure: are the brokers registered where the inventory says, does each know the others, and are they back in step?
import type { BrokerMetadata, RegisteredBroker, Registry } from '../../../model/observed.js';
import { count, some } from '../../findings.js';
import { at, samePlace } from '../broker-place.js';
import { servedTopics } from '../served-topics.js';

/** One broker that is waited for: where it should be, and what it answers. */
export interface BrokerSight {
  readonly host: string;
  readonly place: RegisteredBroker;
  readonly metadata: BrokerMetadata | null;
  /** Why there is no answer. */
  readonly reason: string;
}

interface Readiness {
  /** Clients can use every one of them. */
  readonly serves: boolean;
  /** Each is in the ISR of all its partitions. */
  readonly inStep: boolean;
  readonly saw: string;
}

export function readinessOf(sights: readonly BrokerSight[], registry: Registry): Readiness {
  const missing = sights.filter(({ place }) => !registry.brokers.some((one) => samePlace(one, place)));
  if (missing.length > 0) return { serves: false, inStep: false, saw: registrationOf(sights, missing, registry) };
  const deaf = sights.flatMap((sight) => {
    const why = incomplete(sight, registry);
    return why === null ? [] : [why];
  });
  if (deaf.length > 0) return { serves: false, inStep: false, saw: `all registered; ${some(deaf)}` };
  const ids = sights.map(({ place }) => place.id);
  const behind = notInStep(ids, registry);
  const leaderless = withoutLeader(registry);
  const step = [
    ...(leaderless.length === 0 ? [] : [`${count(leaderless.length, 'partition')} without a leader (${some(leaderless, 3)})`]),
    ...(behind.length === 0 ? [] : [`${count(behind.length, 'replica')} still catching up (${some(behind, 3)})`]),
  ];
  const saw = `brokers ${ids.join(',')} registered and answering, ${step.join('; ') || 'all replicas in step'}`;
  return { serves: true, inStep: step.length === 0, saw };
}

function registrationOf(sights: readonly BrokerSight[], missing: readonly BrokerSight[], registry: Registry): string {
  const there = sights.filter((sight) => !missing.includes(sight)).map(({ place }) => place.id);
  const seen = there.length === 0 ? 'no broker registered' : `brokers ${there.join(',')} registered`;
  const lacking = missing.map(({ place }) => {
    const other = registry.brokers.find((one) => one.id === place.id);
    return other === undefined ? `${String(place.id)} missing` : `${String(place.id)} registered at ${at(other)}, not at ${at(place)}`;
  });
  return `${seen}; ${some(lacking)}`;
}

/** Null when clients of this broker see every registered broker where the registry has it. */
function incomplete({ place, metadata, reason }: BrokerSight, registry: Registry): string | null {
  if (metadata === null) return `broker ${String(place.id)} does not answer (${reason})`;
  // The 0.8 controller tells brokers of each other only along with partitions: before the first topic they know nobody, for good.
  if (servedTopics(registry).length === 0) return null;
  // The controller of 0.8.2.1 tells the brokers of each other only along with partitions: before the first topic they know nobody.
  if (registry.topics.length === 0 && metadata.brokers.length === 0) return null;
  const known = registry.brokers.filter((one) => metadata.brokers.some((other) => samePlace(one, other)));
  if (known.length === registry.brokers.length && metadata.brokers.length === known.length) return null;
  return `broker ${String(place.id)} knows ${String(known.length)} of ${String(registry.brokers.length)} brokers`;
}

/** `topic/partition` of each replica of these brokers that is not in its ISR. */
export function notInStep(ids: readonly number[], registry: Registry): readonly string[] {
  return servedTopics(registry).flatMap(({ name, partitions }) =>
    partitions.flatMap(({ partition, replicas, isr }) =>
      replicas.filter((id) => ids.includes(id) && !isr.includes(id)).map((id) => `${name}/${String(partition)} on ${String(id)}`),
    ),
  );
}

/** `topic/partition` of each partition that nobody leads who is registered. */
const withoutLeader = (registry: Registry): readonly string[] =>
  servedTopics(registry).flatMap(({ name, partitions }) =>
    partitions
      .filter(({ leader }) => !registry.brokers.some((one) => one.id === leader))
      .map(({ partition }) => `${name}/${String(partition)}`),
  );
