// zookeeper.outstanding: does a member leave requests waiting?
import { ok, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { eachStatistics } from '../mntr.js';
import { member } from '../sources.js';

export const zookeeperOutstanding = check({
  id: 'zookeeper.outstanding',
  title: 'ZooKeeper keeps up with requests',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  settles: true,
  limits: { warnRequests: 10 },
  explain:
    'Requests that a member has taken and not yet answered (zk_outstanding_requests). More than warnRequests means that it cannot keep ' +
    'up, mostly because its disk is slow to sync; sessions then expire, and brokers lose their registration.',
  judge: ({ member }, _want, placed, limits) =>
    eachStatistics(member, placed, ['zk_outstanding_requests'], ({ host, target, of }) => {
      const waiting = of('zk_outstanding_requests');
      const message = `${String(waiting)} requests wait for an answer`;
      if (waiting <= limits.warnRequests) return ok(target, waiting, message);
      return warn(target, waiting, message, `See what its disk does: "iostat -x 1 5" on ${host}; give dataDir a disk of its own.`);
    }),
});
