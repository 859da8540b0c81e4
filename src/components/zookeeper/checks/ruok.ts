// zookeeper.ruok: does every member say that it is in order?
import { ok, startAnew, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { reach } from '../../../evidence/sources.js';
import { refusal } from '../unavailable-findings.js';
import { member } from '../sources.js';

export const zookeeperRuok = check({
  id: 'zookeeper.ruok',
  title: 'ZooKeeper members answer',
  phase: 'running',
  needs: { reach, member },
  of: 'zookeeper',
  settles: true,
  limits: {},
  explain:
    'Each member answers "ruok" with "imok" on its client port. That says no more than that the process listens: also a member without a ' +
    'quorum answers so. Whether the ensemble serves is said by zookeeper.quorum.',
  judge: ({ reach, member }, _want, placed) =>
    placed.flatMap(({ instance }) => {
      const name = instance.host.name;
      const target = `${name}/zookeeper`;
      const fix = startAnew('zookeeper', name);
      const answers = member.get(name);
      if (answers === undefined) return reach.has(name) ? [warn(target, 'silent', 'does not answer on its client port', fix)] : [];
      const refused = refusal(name, answers, 'ruok');
      if (refused !== null) return [refused];
      if (answers.ruok) return [ok(target, 'imok', 'answers')];
      return [warn(target, 'not imok', `does not say imok${answers.sentence === null ? '' : `: ${answers.sentence}`}`, fix)];
    }),
});
