// zookeeper.read-write: does every member that serves take writes, too?
import { crit, ok, unknown, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import type { Finding } from '../../../model/check.js';
import { noneServes, refusal } from '../unavailable-findings.js';
import { member } from '../sources.js';

export const zookeeperReadWrite = check({
  id: 'zookeeper.read-write',
  title: 'ZooKeeper members take writes',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  settles: true,
  limits: {},
  explain:
    'Each member that serves says "rw" to "isro". One that says "ro" has lost the majority and answers reads from what it last knew: ' +
    'brokers cannot register there and nothing can be changed through it. When all say so, nothing can be written at all: critical.',
  judge: ({ member }, _want, placed) => {
    const serving = placed.flatMap(({ instance }) => {
      const answers = member.get(instance.host.name);
      return answers === undefined || answers.mode === null ? [] : [{ host: instance.host.name, answers }];
    });
    if (serving.length === 0) return member.size === 0 ? [] : [noneServes];
    const readOnly = serving.filter(({ answers }) => answers.writable === false).length;
    return serving.map(({ host, answers }): Finding => {
      const target = `${host}/zookeeper`;
      const fix = `See "fams-ops logs zookeeper --limit ${host}" and zookeeper.quorum; "fams-ops restart zookeeper --limit ${host}".`;
      if (answers.writable === true) return ok(target, 'rw', 'takes reads and writes');
      if (answers.writable === null) return refusal(host, answers, 'isro') ?? unknown(target, 'does not say whether it takes writes', fix);
      return readOnly === serving.length
        ? crit(target, 'ro', 'takes reads only, as all members do', fix)
        : warn(target, 'ro', 'takes reads only', fix);
    });
  },
});
