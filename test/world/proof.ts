// How a verb proves its work in this world: it waits by the real rules until the world has come to rest, and looks at it as it is then.
import type { Applied } from '../../src/flows/run/reconcile.js';
import { settle } from '../../src/flows/run/settle.js';
import type { Outcome } from '../../src/flows/run/options.js';
import type { CheckReport, Verdict } from '../../src/model/check.js';
import type { Operator } from './operator.js';

const NOTHING: Verdict = { status: 'ok', checks: [] };

export interface Proven {
  readonly applied: Applied;
}

export async function proveIn(operator: Operator, applied: Applied): Promise<Outcome<Proven>> {
  const { cluster, request, aborter, conduct } = operator;
  const brings = request.verb === 'provision' || request.verb === 'launch';
  if (applied.kind === 'changed') {
    conduct.proves();
    if (brings) await settle(() => judge(operator), { sink: () => undefined, signal: aborter.signal, clock: operator });
    conduct.keepsLock('the end of the proof');
  }
  const { verdict } = brings ? await judge(operator) : { verdict: NOTHING };
  const ok = verdict.checks.length === 0;
  if (!ok) operator.world.tell(`${operator.name}: not well: ${verdict.checks.map(({ id, target }) => `${id} ${target}`).join(', ')}`);
  return { cluster: cluster.name, ok, exitCode: ok ? 0 : 3, result: { applied } };
}

/** The findings that a check would have, of what does not serve or is not in step. */
async function judge(operator: Operator): Promise<{ readonly verdict: Verdict }> {
  const { world, cluster } = operator;
  await operator.step(20, 200);
  const { brokers, topics } = world.brokers.registry();
  const crit = (id: string, target: string): CheckReport => ({
    id,
    target,
    status: 'crit',
    value: null,
    message: 'it is not',
    fix: '',
    ms: 0,
  });
  const members = cluster.hosts.filter(({ roles, name }) => roles.includes('zookeeper') && !world.ensemble.serving(name));
  const missing = cluster.hosts.filter(({ roles, address }) => roles.includes('kafka') && !brokers.some(({ host }) => host === address));
  // The replicas of a broker whose data were destroyed are nobody's until they are moved.
  const known = new Set([...world.ids].flatMap(([key, id]) => (key.endsWith(' kafka') ? [id] : [])));
  const behind = topics.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ isr, replicas }) => replicas.some((id) => known.has(id) && !isr.includes(id)))
      .map(({ partition }) => `${name}/${String(partition)}`),
  );
  const checks = [
    ...members.map(({ name }) => crit('zookeeper.quorum', name)),
    ...missing.map(({ name }) => crit('kafka.registered', name)),
    ...behind.map((partition) => crit('kafka.isr', partition)),
  ];
  return { verdict: { status: checks.length === 0 ? 'ok' : 'crit', checks } };
}
