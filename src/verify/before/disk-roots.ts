// host.disk-roots: does a data directory hold a name that its software does not start with?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import { eachHost } from './hosts.js';

export const hostDiskRoots = check({
  id: 'host.disk-roots',
  title: 'Data directories are not the root of a disk',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'The root of an ext file system holds a directory lost+found. Kafka 0.8.2.1 takes every directory in log.dirs for a partition and dies ' +
    'of one that has no such name. A subdirectory of the disk does not have it. ZooKeeper does not mind.',
  judge: ({ facts }, want) =>
    eachHost(facts, want, ({ host, user, dirs }, placed) => {
      const findings = placed.flatMap(({ instance, layout }) =>
        layout.dataDirs.flatMap(({ path, fatal = [] }) => {
          const seen = dirs[path];
          const names = seen?.kind === 'dir' ? fatal.filter((name) => seen.entries.includes(name)) : [];
          return names.map((name) =>
            crit(
              `${host}/${instance.component}`,
              path,
              `${path} holds ${name}: ${instance.component} does not start with that`,
              `Name a subdirectory in the inventory, such as ${path.replace(/\/$/, '')}/${instance.component}, and make it on ${host} as root: ` +
                `"mkdir -p ${path.replace(/\/$/, '')}/${instance.component}; chown ${user} ${path.replace(/\/$/, '')}/${instance.component}".`,
            ),
          );
        }),
      );
      return findings.length > 0 ? findings : [ok(host, 0, 'no data directory holds what its software does not start with')];
    }),
});
