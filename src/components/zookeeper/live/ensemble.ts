// Pure judgement of the ensemble: is there a quorum, and what would it cost to stop one member?
import type { HostName } from '../../../model/cluster.js';
import type { Risk } from '../../../model/risk.js';
import type { MemberSight } from './members.js';
import { majorityOf, serves } from '../serving.js';

interface Sight {
  readonly done: boolean;
  readonly saw: string;
}

/** A majority of all members serves with one leader, and so does every host that is waited for. */
export function quorumOf(sights: readonly MemberSight[], hosts: readonly HostName[]): Sight {
  const size = sights.length;
  const serving = sights.filter(({ answers }) => serves(answers, size));
  const off = sights.filter((one) => !serving.includes(one));
  const leaders = serving.filter(({ answers }) => answers?.mode === 'leader').length;
  // A leader whose host cannot be asked is still one: followers serve only under a leader.
  const led = size === 1 || leaders === 1 || (leaders === 0 && off.some(({ answers }) => answers === null));
  const done = serving.length >= majorityOf(size) && led && off.every(({ host }) => !hosts.includes(host));
  const parts = [
    ...serving.map(({ host, answers }) => `${host} ${answers?.mode ?? ''}`),
    ...off.map((one) => `${one.host} ${complaint(one, size)}`),
  ];
  return { done, saw: parts.join(', ') };
}

function complaint({ answers, reason }: MemberSight, size: number): string {
  if (answers === null) return `does not answer (${reason})`;
  if (answers.mode !== null && size > 1) return `runs ${answers.mode}`;
  return 'does not serve yet';
}

/** What stopping `host` now would cost. A member that cannot be asked counts as not serving, the one to be stopped as serving. */
export function stopRisks(sights: readonly MemberSight[], host: HostName): { readonly risks: readonly Risk[]; readonly saw: string } {
  const size = sights.length;
  const own = sights.find((one) => one.host === host);
  const others = sights.filter((one) => one.host !== host);
  const { saw } = quorumOf(sights, []);
  if (own?.answers && !serves(own.answers, size)) return { risks: [], saw };
  if (size === 1) return { risks: [{ name: 'downtime', detail: `${host} is the only ZooKeeper member`, lasting: true }], saw };
  const off = others.filter(({ answers }) => !serves(answers, size));
  const left = others.length - off.length;
  const majority = majorityOf(size);
  const lasting = others.length < majority;
  const risk = (detail: string): Risk => ({ name: 'quorum', detail, lasting });
  const named = off.map((one) => `${one.host} ${complaint(one, size)}`).join(', ');
  if (left < majority)
    return {
      risks: [
        risk(
          `without ${host} only ${String(left)} of ${String(size)} members serve, ${String(majority)} are needed${named && `: ${named}`}`,
        ),
      ],
      saw,
    };
  if (off.length > 0) return { risks: [risk(`another ZooKeeper member is not back: ${named}`)], saw };
  const behind = notSynced(sights);
  return { risks: behind === null ? [] : [risk(behind)], saw };
}

/** Null when the leader says that every follower has caught up. */
function notSynced(sights: readonly MemberSight[]): string | null {
  const leader = sights.find(({ answers }) => answers?.mode === 'leader');
  const synced = leader?.answers?.mntr['zk_synced_followers'];
  if (leader === undefined || synced === undefined) return 'no ZooKeeper leader says which followers have caught up';
  const want = sights.length - 1;
  return Number(synced) >= want ? null : `only ${synced} of ${String(want)} ZooKeeper followers have caught up with ${leader.host}`;
}
