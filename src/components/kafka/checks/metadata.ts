// kafka.metadata: does every broker tell its clients the truth about the cluster?
import { crit, ok, some, startAnew, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { reach } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { Instance } from '../../../model/component.js';
import type { BrokerMetadata, Registry } from '../../../model/observed.js';
import type { Placed } from '../../../model/resolved.js';
import { at, placeOf, samePlace } from '../broker-place.js';
import { staleLeaders } from '../metadata-drift.js';
import { later, metadata, registry } from '../sources.js';

export const kafkaMetadata = check({
  id: 'kafka.metadata',
  title: 'Brokers know the cluster',
  phase: 'running',
  needs: { reach, metadata, registry, later },
  of: 'kafka',
  settles: true,
  limits: {},
  explain:
    'Each broker is asked for its own Metadata, which is all that a client knows. It must name every registered broker, at the address of ' +
    'the inventory, with the leaders that ZooKeeper has. A wrong address is critical, as is a broker that leads partitions and does not ' +
    'answer; what is merely behind is a warning: a broker that has just started needs a few seconds.',
  judge: ({ reach, metadata, registry, later }, _want, placed) =>
    placed.flatMap(({ instance }) => {
      const answer = metadata.get(instance.host.name);
      if (answer !== undefined) {
        // It was given between these two looks at ZooKeeper: who agrees with either has told the truth.
        const [before, after] = [judgeAnswer(instance, answer, registry, placed), judgeAnswer(instance, answer, later, placed)];
        return [before.status === 'ok' ? before : after];
      }
      return reach.has(instance.host.name) ? [judgeSilence(instance, registry)] : [];
    }),
});

function judgeSilence({ id, host }: Instance, { brokers, topics }: Registry): Finding {
  const target = `${host.name}/kafka`;
  const fix = startAnew('kafka', host.name);
  const led = topics.flatMap(({ name, partitions }) =>
    partitions.filter(({ leader }) => leader === id).map(({ partition }) => `${name}/${String(partition)}`),
  );
  if (led.length === 0 || !brokers.some((one) => one.id === id)) return warn(target, null, 'does not answer', fix);
  return crit(target, led.length, `leads ${some(led)} but does not answer`, fix);
}

function judgeAnswer({ id, host }: Instance, answer: BrokerMetadata, registry: Registry, placed: readonly Placed[]): Finding {
  const target = `${host.name}/kafka`;
  const value = answer.brokers.length;
  const wrong = answer.brokers.filter((one) => !placed.some(({ instance }) => samePlace(one, placeOf(instance))));
  if (wrong.length > 0) {
    const names = some(wrong.map((one) => `broker ${String(one.id)} at ${at(one)}`));
    return crit(
      target,
      value,
      `sends its clients to ${names}, which the inventory does not have there`,
      'See kafka.registered for what runs there.',
    );
  }
  if (registry.topics.length === 0 && value === 0)
    return ok(target, value, 'answers; brokers of 0.8.2.1 learn of each other with the first topic');
  const fix = `Look again in ten seconds; if it stays so, "fams-ops restart kafka --limit ${host.name}".`;
  const unknown = registry.brokers.filter((one) => !answer.brokers.some((other) => samePlace(one, other)));
  if (unknown.length > 0) return warn(target, value, `does not know broker ${some(unknown.map((one) => String(one.id)))}`, fix);
  const gone = answer.brokers.filter((one) => !registry.brokers.some((other) => other.id === one.id));
  if (gone.length > 0)
    return warn(target, value, `still names broker ${some(gone.map((one) => String(one.id)))}, which is not registered`, fix);
  const stale = staleLeaders(answer, registry);
  if (stale.length > 0) return warn(target, value, `has other leaders than ZooKeeper for ${some(stale)}`, fix);
  return ok(
    target,
    value,
    `broker ${String(id)} knows all ${String(value)} brokers and the leaders of ${String(registry.topics.length)} topics`,
  );
}
