// Whether the brokers still speak with clients of 0.8, as those that come with Spark 1.3.1 are.
import type { Live } from '../../../model/live.js';
import type { Registry } from '../../../model/observed.js';
import type { Resolved } from '../../../model/resolved.js';
import { partitionOffsets } from '../../../wire/kafka/queries.js';
import { instancesOf } from '../../instances.js';
import { KAFKA, placeOf } from '../broker-place.js';

interface Where {
  readonly resolved: Resolved;
  readonly live: Live;
  readonly registry: Registry;
  readonly deadlineMs: number;
}

/**
 * Asks the leaders of a topic where its log ends, in the first version of that question: brokers from 4.0 on do not know it any more.
 * @returns why no leader answers; null where one does, or where there is none to ask
 */
export async function whyNotOldClients(topic: string, { resolved, live, registry, deadlineMs }: Where): Promise<string | null> {
  const partitions = registry.topics.find(({ name }) => name === topic)?.partitions ?? [];
  const asked = partitions.flatMap(({ partition, leader }) => {
    const broker = instancesOf(resolved, KAFKA).find(({ id }) => id === leader);
    return broker === undefined ? [] : [{ partition, broker }];
  });
  if (asked.length === 0) return null;
  const answers = asked.map(({ partition, broker }) => {
    const host = broker.host.name;
    const dial = () => live.dial(host, placeOf(broker).port, deadlineMs);
    return partitionOffsets(dial, topic, [partition], 'latest', { host, deadlineMs, signal: live.signal });
  });
  try {
    await Promise.any(answers);
    return null;
  } catch (error) {
    const [first] = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
    return first instanceof Error ? first.message : String(first);
  }
}
