// zookeeper.quorum: one leader, everyone else its follower.
import { blaming, CLUSTER, crit, ok, some, startAnew, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { reach } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { MemberAnswers } from '../../../model/observed.js';
import type { Placed } from '../../../model/resolved.js';
import { refusal } from '../unavailable-findings.js';
import { majorityOf, serves } from '../serving.js';
import { member } from '../sources.js';

const ALONE_FIX = 'See whether its zookeeper.properties lists all members: "fams-ops plan"; then "fams-ops provision".';
const START_FIX = 'Start the members that are off: "fams-ops start zookeeper"; see "fams-ops logs zookeeper".';

export const zookeeperQuorum = check({
  id: 'zookeeper.quorum',
  title: 'ZooKeeper has a quorum',
  phase: 'running',
  needs: { reach, member },
  of: 'zookeeper',
  settles: true,
  limits: {},
  explain:
    'Exactly one member is the leader and all others follow it. One member that does not serve is a warning as long as a majority does. ' +
    'Without a majority nobody can register, no leader can be elected and no topic can be made: critical.',
  judge: ({ reach, member }, _want, placed) => {
    const size = placed.length;
    const sights = placed.map((one): MemberSeen => {
      const host = one.instance.host.name;
      const answers = member.get(host) ?? null;
      return { host, answers, known: reach.has(host), serves: serves(answers, size) };
    });
    // A member that answers, and does not serve, lacks the others.
    const silent = sights.filter(({ answers }) => answers === null).map(({ host }) => host);
    const fewLeft = sights.length - silent.length < majorityOf(sights.length);
    return [
      ...judgeEnsemble(sights).map((finding) => blaming(fewLeft ? silent : notServing(sights), finding)),
      ...sights.flatMap((one) => judgeMember(one, placed).map((finding) => (fewLeft ? blaming(silent, finding) : finding))),
    ];
  },
});

interface MemberSeen {
  readonly host: string;
  readonly answers: MemberAnswers | null;
  /** False where the host cannot be reached: nothing is known of its member. */
  readonly known: boolean;
  readonly serves: boolean;
}

const notServing = (sights: readonly MemberSeen[]): readonly string[] => sights.filter((one) => !one.serves).map(({ host }) => host);

function judgeEnsemble(sights: readonly MemberSeen[]): readonly Finding[] {
  const size = sights.length;
  const serving = sights.filter((one) => one.serves);
  const leaders = serving.filter(({ answers }) => answers?.mode === 'leader').map(({ host }) => host);
  const off = sights.filter((one) => one.known && !one.serves).map(({ host }) => host);
  const value = `${String(serving.length)}/${String(size)}`;
  if (size === 1) return serving.length === 1 ? [ok(CLUSTER, value, 'the only member serves')] : judgeLost(sights, off, value);
  if (leaders.length > 1)
    return [crit(CLUSTER, value, `${some(leaders)} all say that they are the leader`, `They are not one ensemble. ${ALONE_FIX}`)];
  if (serving.length === 0) return judgeLost(sights, off, value);
  if (leaders.length === 0 && sights.every(({ known }) => known))
    return [crit(CLUSTER, value, 'no member is the leader', `Look again in a few seconds: an election may be going on. ${START_FIX}`)];
  const led = leaders.length === 1 ? `${some(leaders)} leads` : 'the leader is on a host that cannot be asked';
  if (serving.length === size) return [ok(CLUSTER, value, `${led}, all others follow`)];
  return [warn(CLUSTER, value, `${led}, ${value} members serve, ${String(majorityOf(size))} are needed`, START_FIX)];
}

/** No member is seen serving. Where none could be asked at all, that says nothing of the ensemble. */
function judgeLost(sights: readonly MemberSeen[], off: readonly string[], value: string): readonly Finding[] {
  const answered = sights.some(({ answers }) => answers !== null);
  const lost = answered || off.length > sights.length - majorityOf(sights.length);
  return lost ? [crit(CLUSTER, value, `no quorum: ${some(off)} not serving`, START_FIX)] : [];
}

function judgeMember({ host, answers, known, serves: fine }: MemberSeen, { length: size }: readonly Placed[]): readonly Finding[] {
  const target = `${host}/zookeeper`;
  if (!known) return [];
  if (fine) return [ok(target, answers?.mode ?? null, `serves as ${answers?.mode ?? 'a member'}`)];
  const fix = startAnew('zookeeper', host);
  if (answers === null) return [warn(target, null, 'does not answer', fix)];
  const refused = refusal(host, answers, 'srvr');
  if (refused !== null) return [refused];
  if (answers.mode === 'standalone' && size > 1)
    return [crit(target, 'standalone', `runs alone, apart from the ensemble of ${String(size)}`, ALONE_FIX)];
  return [warn(target, answers.mode, `does not serve${answers.sentence === null ? '' : `: ${answers.sentence}`}`, fix)];
}
