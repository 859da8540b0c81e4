// zookeeper.version: do all members run the same software?
import { CLUSTER, count, ok, some, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { noneServes } from '../unavailable-findings.js';
import { member } from '../sources.js';

export const zookeeperVersion = check({
  id: 'zookeeper.version',
  title: 'ZooKeeper members are of one version',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  settles: true,
  limits: {},
  explain:
    'All members that serve say the same version. Different ones are for the time of an upgrade only: a member may not understand what ' +
    'another one writes.',
  judge: ({ member }) => {
    const said = [...member].flatMap(([host, { version }]) =>
      version === null ? [] : [{ host, version: version.split(/[-,]/)[0] ?? version }],
    );
    const [first] = said;
    if (first === undefined) return member.size === 0 ? [] : [noneServes];
    if (said.every(({ version }) => version === first.version))
      return [ok(CLUSTER, first.version, `${count(said.length, 'member')} of version ${first.version}`)];
    const names = some(said.map(({ host, version }) => `${host} ${version}`));
    return [
      warn(
        CLUSTER,
        null,
        `members are of different versions: ${names}`,
        'Run "fams-ops plan", then "fams-ops provision": it gives all of them the same software.',
      ),
    ];
  },
});
