// host.swap: may the machine swap out a JVM?
import { ok, warn } from '../../components/findings.js';
import type { PreflightCheck } from './check.js';

const MOST = 10;

export const hostSwap: PreflightCheck<'facts' | 'limits'> = {
  id: 'host.swap',
  title: 'JVMs are not swapped out',
  needs: ['facts', 'limits'],
  explain: 'A JVM whose heap was swapped out stands still for seconds at each collection: long enough to lose its ZooKeeper session.',
  judge: ({ facts, limits }) =>
    [...facts.values()].map(({ host, memory }) => {
      if (memory.swapTotalKb === 0) return ok(host, 0, 'there is no swap');
      const swappiness = limits.get(host)?.swappiness ?? null;
      if (swappiness !== null && swappiness <= MOST) return ok(host, swappiness, `vm.swappiness is ${String(swappiness)}`);
      const now = swappiness === null ? 'cannot be read' : `is ${String(swappiness)}`;
      return warn(host, swappiness, `there is swap, and vm.swappiness ${now}`, `On ${host}: "sysctl vm.swappiness=1", or "swapoff -a".`);
    }),
};
