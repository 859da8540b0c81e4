// zookeeper.purge: does somebody remove old snapshots?
import { count, ok, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { snapshotsOf } from '../snapshots.js';
import { snapshots } from '../sources.js';

export const zookeeperPurge = check({
  id: 'zookeeper.purge',
  title: 'Old ZooKeeper snapshots are removed',
  phase: 'running',
  needs: { snapshots },
  of: 'zookeeper',
  limits: { warnSnapshots: 50 },
  explain:
    'Snapshots in dataDir/version-2. ZooKeeper removes old ones only when autopurge is set, as fams-ops sets it: ten are kept, looked ' +
    'after once an hour. More than warnSnapshots means that nobody removes them, and the disk fills up.',
  judge: ({ snapshots }, _want, placed, limits) =>
    placed.flatMap(({ instance }) => {
      const host = instance.host.name;
      const target = `${host}/zookeeper`;
      const kept = snapshots.get(host);
      if (kept === undefined) return [];
      if (kept === null) return [ok(target, null, 'has no snapshots yet')];
      const message = `keeps ${count(kept, 'snapshot')}`;
      if (kept <= limits.warnSnapshots) return [ok(target, kept, message)];
      const fix =
        'Set autopurge.purgeInterval: 1 under zookeeper.config and run "fams-ops provision"; by hand: ' +
        `"java -cp 'libs/*' org.apache.zookeeper.server.PurgeTxnLog ${snapshotsOf(instance).dir.replace(/\/version-2$/, '')} -n 10" on ${host}.`;
      return [warn(target, kept, message, fix)];
    }),
});
