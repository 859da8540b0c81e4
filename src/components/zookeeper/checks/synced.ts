// zookeeper.synced: have all followers caught up with the leader?
import { blaming, CLUSTER, crit, ok, unknown, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { refusal } from '../unavailable-findings.js';
import { majorityOf } from '../serving.js';
import { member } from '../sources.js';

export const zookeeperSynced = check({
  id: 'zookeeper.synced',
  title: 'ZooKeeper followers are in step',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  settles: true,
  limits: {},
  explain:
    'The leader says how many followers have caught up with it (zk_synced_followers). Fewer than all is a warning; when leader and ' +
    'followers in step are no majority, writes cannot be committed: critical.',
  judge: ({ member }, _want, placed) => {
    const size = placed.length;
    if (size === 1) return member.size === 1 ? [ok(CLUSTER, 0, 'a single member has no followers')] : [];
    const [host, leader] = [...member].find(([, answers]) => answers.mode === 'leader') ?? [];
    const fix = 'See "fams-ops logs zookeeper" of the followers; a member that was away catches up by itself.';
    const silent = placed.map(({ instance }) => instance.host.name).filter((name) => !member.has(name));
    if (host === undefined || leader === undefined) {
      const message = 'no leader answers, so nobody says who has caught up';
      // The leader may be the member that was not seen.
      return [blaming(silent, silent.length > 0 ? unknown(CLUSTER, message, fix) : warn(CLUSTER, null, message, fix))];
    }
    const refused = refusal(host, leader, 'mntr');
    if (refused !== null) return [refused];
    const said = leader.mntr['zk_synced_followers'];
    if (said === undefined) return [unknown(CLUSTER, `${host} leads but does not say who has caught up`, fix)];
    const synced = Number(said);
    const message = `${said} of ${String(size - 1)} followers are in step with ${host}`;
    if (synced >= size - 1) return [ok(CLUSTER, synced, message)];
    const finding = synced + 1 < majorityOf(size) ? crit(CLUSTER, synced, message, fix) : warn(CLUSTER, synced, message, fix);
    return [silent.length === size - 1 - synced ? blaming(silent, finding) : finding];
  },
});
