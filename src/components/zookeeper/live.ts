// ZooKeeper in operation: when the ensemble serves, when a member may stop, and the checks.
import type { ComponentLive } from '../../model/component-live.js';
import { zookeeperLatency } from './checks/latency.js';
import { zookeeperOutstanding } from './checks/outstanding.js';
import { zookeeperPurge } from './checks/purge.js';
import { zookeeperReadWrite } from './checks/read-write.js';
import { zookeeperVersion } from './checks/version.js';
import { zookeeperWrite } from './checks/write.js';
import { zookeeperZxid } from './checks/zxid.js';
import { zookeeperMyid } from './checks/myid.js';
import { zookeeperQuorum } from './checks/quorum.js';
import { zookeeperRuok } from './checks/ruok.js';
import { zookeeperSynced } from './checks/synced.js';
import { quorumOf, stopRisks } from './live/ensemble.js';
import { askPlaced, lookAtEnsemble } from './live/members.js';
import { ZOOKEEPER } from './serving.js';

/** All members start at once; on a busy machine the election took 18 s. */
const READY_MS = 90_000;
const ASK_MS = 4000;

/** How a member is asked. */
export interface ZooKeeperReads {
  readonly member: typeof askPlaced;
}

export const zookeeperLiveBy = ({ member }: ZooKeeperReads): ComponentLive => ({
  name: ZOOKEEPER,
  ready: (resolved, hosts) => ({
    waitsFor: 'a quorum of the ZooKeeper ensemble',
    deadlineMs: READY_MS,
    poll: async (live) => quorumOf(await lookAtEnsemble(resolved, live, ASK_MS, member), hosts),
  }),
  mayStop: async (instance, resolved, live) => stopRisks(await lookAtEnsemble(resolved, live, ASK_MS, member), instance.host.name),
  lastToStop: async (resolved, live) => {
    const sights = await lookAtEnsemble(resolved, live, ASK_MS, member);
    return sights.find(({ answers }) => answers?.mode === 'leader')?.host ?? null;
  },
  checks: [
    zookeeperRuok,
    zookeeperQuorum,
    zookeeperReadWrite,
    zookeeperWrite,
    zookeeperSynced,
    zookeeperMyid,
    zookeeperVersion,
    zookeeperZxid,
    zookeeperOutstanding,
    zookeeperLatency,
    zookeeperPurge,
  ],
});

export const zookeeperLive = zookeeperLiveBy({ member: askPlaced });
