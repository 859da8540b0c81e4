// calculator.counts: does one calculator count, and go on counting?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts } from '../../../model/facts.js';
import type { JobState } from '../../../model/streaming.js';
import { CLUSTER, crit, ok, some, unknown, warn } from '../../findings.js';
import { isFinding, recentState } from '../../jobs/judge.js';
import { sinceBatchMs } from '../counting.js';
import { CALCULATOR } from '../spec.js';

export const calculatorCounts = check({
  id: 'calculator.counts',
  title: 'The hot list is counted',
  phase: 'running',
  needs: { facts },
  of: CALCULATOR,
  settles: true,
  limits: { silentSeconds: 60, batchSeconds: 60 },
  explain:
    'One calculator counts batch after batch and commits each; further ones stand by. Critical when none counts: it does not run, has ' +
    'written nothing for silentSeconds, waits for cores, has failed, or says that it counts and has ended no batch for batchSeconds and ' +
    'two intervals. A batch that is tried again is a warning, with the reason. How fast it counts is said by calculator.batch and ' +
    'calculator.lag.',
  judge: ({ facts }, want, placed, limits) => {
    const { intervalMs } = want.cluster.streaming.calculator;
    const longest = limits.batchSeconds * 1000 + 2 * intervalMs;
    const sights = placed.flatMap((one): readonly Sight[] => {
      const host = facts.get(one.instance.host.name);
      if (host === undefined) return [];
      const said = recentState(one, host, limits.silentSeconds * 1000);
      const target = `${host.host}/${CALCULATOR}`;
      return [
        { host: host.host, target, said: isFinding(said) || said.state !== 'counting' ? said : judgeCounting(target, said, host, longest) },
      ];
    });
    const counts = sights.filter(({ said }) => isFinding(said) && ['ok', 'warn'].includes(said.status));
    const unseen = placed.map(({ instance }) => instance.host.name).filter((name) => !facts.has(name));
    const each = sights.map((sight) => doubtful(judgeBeside(sight, counts.length > 0), unseen));
    // For moments only: the older one is fenced off at its next commit.
    return counts.length > 1
      ? [...each, warn(CLUSTER, null, 'two calculators say that they count', 'Look again in a minute: one of them must end.')]
      : each;
  },
});

/** Of a host that could not be seen, the calculator may well count. */
const doubtful = (finding: Finding, unseen: readonly string[]): Finding =>
  finding.status === 'crit' && unseen.length > 0
    ? unknown(finding.target, `${finding.message}; whether the one on ${some(unseen)} counts is not known`, finding.fix)
    : finding;

interface Sight {
  readonly host: string;
  readonly target: string;
  /** A finding of one that counts, or that says nothing; else what it said. */
  readonly said: JobState | Finding;
}

function judgeCounting(target: string, state: JobState, host: HostFacts, longestMs: number): Finding {
  const { records = 0, malformed = 0, batchTime, reason } = state;
  const since = sinceBatchMs(state, host);
  const logs = `See "fams-ops logs calculator --limit ${host.host}".`;
  if (since === null) return unknown(target, 'says that it counts, and not when it ended its last batch', logs);
  if (since > longestMs)
    return crit(
      target,
      since,
      `has ended no batch for ${String(Math.round(since / 1000))} s${reason === undefined ? '' : `: ${reason}`}`,
      logs,
    );
  if (reason !== undefined) return warn(target, 'tries again', reason, `${logs} If it stays so, see the checks kafka.* and spark.*.`);
  return ok(target, records, `counted the batch of ${batchTime ?? '?'}; ${String(records)} records today, ${String(malformed)} malformed`);
}

/** What is critical for the only one is a warning beside another that counts. */
function judgeBeside({ host, target, said }: Sight, counted: boolean): Finding {
  if (isFinding(said)) return counted && said.status === 'crit' ? { ...said, status: 'warn' } : said;
  if (said.state === 'standby' && counted) return ok(target, said.state, 'stands by');
  const message = `is ${said.state}${said.reason === undefined ? '' : `: ${said.reason}`}`;
  const fix = `See "fams-ops status" and "fams-ops logs calculator --limit ${host}".`;
  return counted ? warn(target, said.state, message, fix) : crit(target, said.state, message, fix);
}
