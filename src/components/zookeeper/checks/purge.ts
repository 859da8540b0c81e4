// zookeeper.purge: does somebody remove old snapshots?
import { count, ok, warn } from '../../findings.js';
import type { Check } from '../../../model/check.js';
import { snapshotsOf } from '../snapshots.js';

export const zookeeperPurge: Check<'traces'> = {
  id: 'zookeeper.purge',
  title: 'Old ZooKeeper snapshots are removed',
  needs: ['traces'],
  of: 'zookeeper',
  slow: false,
  limits: { warnSnapshots: 50 },
  explain:
    'Snapshots in dataDir/version-2. ZooKeeper removes old ones only when autopurge is set, as fams-ops sets it: ten are kept, looked ' +
    'after once an hour. More than warnSnapshots means that nobody removes them, and the disk fills up.',
  judge: ({ traces }, _want, placed, limits) =>
    placed.flatMap(({ instance }) => {
      const host = instance.host.name;
      const target = `${host}/zookeeper`;
      const seen = traces.get(host);
      if (seen === undefined) return [];
      const { snapshots } = seen;
      if (snapshots === null) return [ok(target, null, 'has no snapshots yet')];
      const message = `keeps ${count(snapshots, 'snapshot')}`;
      if (snapshots <= (limits['warnSnapshots'] ?? 0)) return [ok(target, snapshots, message)];
      const fix =
        'Set autopurge.purgeInterval: 1 under zookeeper.config and run "fams-ops provision"; by hand: ' +
        `"java -cp 'libs/*' org.apache.zookeeper.server.PurgeTxnLog ${snapshotsOf(instance).dir.replace(/\/version-2$/, '')} -n 10" on ${host}.`;
      return [warn(target, snapshots, message, fix)];
    }),
};
