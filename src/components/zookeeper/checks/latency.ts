// zookeeper.latency: how long do members take to answer?
import { ok, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { eachStatistics } from '../mntr.js';
import { member } from '../sources.js';

export const zookeeperLatency = check({
  id: 'zookeeper.latency',
  title: 'ZooKeeper answers quickly',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  limits: { warnAverageMs: 100, warnMaxMs: 6000 },
  explain:
    'How long a member took to answer since it was started, or since "srst" was sent to it. Sessions expire when an answer takes longer ' +
    'than their timeout, and a broker whose session expires loses all its leaderships. Above warnAverageMs or warnMaxMs it warns.',
  judge: ({ member }, _want, placed, limits) =>
    eachStatistics(member, placed, ['zk_avg_latency', 'zk_max_latency'], ({ host, target, of }) => {
      const [average, most] = [of('zk_avg_latency'), of('zk_max_latency')];
      const message = `answers in ${String(average)} ms on average, ${String(most)} ms at most`;
      if (average <= limits.warnAverageMs && most <= limits.warnMaxMs) return ok(target, average, message);
      const fix = `See what disk and memory do on ${host}: "vmstat 1 5", host.memory; once put right, begin anew with "echo srst | nc HOST 2181".`;
      return warn(target, average, message, fix);
    }),
});
