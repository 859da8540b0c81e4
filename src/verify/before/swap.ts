// host.swap: may the machine swap out a JVM?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { HostLimits } from './host-limits.js';
import { limits } from './sources.js';
import { ok, warn } from '../../components/findings.js';

const MOST = 10;

export const hostSwap = check({
  id: 'host.swap',
  title: 'JVMs are not swapped out',
  phase: 'before',
  needs: { facts, limits },
  limits: {},
  explain: 'A JVM whose heap was swapped out stands still for seconds at each collection: long enough to lose its ZooKeeper session.',
  judge: ({ facts, limits }) =>
    [...facts.values()].flatMap(({ host, memory }) => {
      const known = limits.get(host);
      return known === undefined ? [] : [judgeSwap(host, memory, known)];
    }),
});

function judgeSwap(host: HostName, { swapTotalKb }: HostFacts['memory'], { swappiness }: HostLimits): Finding {
  if (swapTotalKb === 0) return ok(host, 0, 'there is no swap');
  if (swappiness !== null && swappiness <= MOST) return ok(host, swappiness, `vm.swappiness is ${String(swappiness)}`);
  const now = swappiness === null ? 'cannot be read' : `is ${String(swappiness)}`;
  return warn(host, swappiness, `there is swap, and vm.swappiness ${now}`, `On ${host}: "sysctl vm.swappiness=1", or "swapoff -a".`);
}
