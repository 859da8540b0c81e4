// calculator.counts: does one calculator count, as fast as records come?
import type { Check, Finding } from '../../../model/check.js';
import type { JobState } from '../../../model/streaming.js';
import { CLUSTER, crit, ok, warn } from '../../findings.js';
import { isFinding, recentState } from '../../jobs/judge.js';

const CALCULATOR = 'calculator';

export const calculatorCounts: Check<'facts'> = {
  id: 'calculator.counts',
  title: 'The hot list is counted',
  needs: ['facts'],
  of: CALCULATOR,
  slow: false,
  limits: { silentSeconds: 60, lagIntervals: 30 },
  explain:
    'One calculator counts batch after batch and commits each; further ones stand by. Critical when none counts: it does not run, has ' +
    'written nothing for silentSeconds, waits for cores, or has failed. A warning when batch after batch takes longer than its interval, ' +
    'or when the last one ended more than lagIntervals intervals after its time: then the list falls behind.',
  judge: ({ facts }, want, placed, limits) => {
    const silentMs = (limits['silentSeconds'] ?? 0) * 1000;
    const sights = placed.flatMap((one) => {
      const host = facts.get(one.instance.host.name);
      return host === undefined ? [] : [{ target: `${host.host}/${CALCULATOR}`, said: recentState(one, host, silentMs) }];
    });
    const counting = sights.some(({ said }) => !isFinding(said) && said.state === 'counting');
    const { intervalMs } = want.cluster.streaming.calculator;
    const each = sights.map(({ target, said }): Finding => {
      if (isFinding(said)) return counting ? { ...said, status: 'warn' } : said;
      if (said.state === 'counting') return pace(target, said, intervalMs, limits['lagIntervals'] ?? 0);
      if (said.state === 'standby' && counting) return ok(target, said.state, 'stands by');
      const message = `is ${said.state}${said.reason === undefined ? '' : `: ${said.reason}`}`;
      const fix = `See "fams-ops status" and "fams-ops logs calculator --limit ${target.split('/')[0] ?? ''}".`;
      return counting ? warn(target, said.state, message, fix) : crit(target, said.state, message, fix);
    });
    const two = sights.filter(({ said }) => !isFinding(said) && said.state === 'counting').length > 1;
    // For moments only: the older one is fenced off at its next commit.
    return two
      ? [...each, warn(CLUSTER, null, 'two calculators say that they count', 'Look again in a minute: one of them must end.')]
      : each;
  },
};

/** A batch that ends so long after its time was not the first long one. */
const SLOW_INTERVALS = 3;

function pace(target: string, state: JobState, intervalMs: number, lagIntervals: number): Finding {
  const { batchMs = 0, delayMs = 0, lag = {}, malformed = 0, records = 0, batchTime = 'unknown' } = state;
  const behind = Object.values(lag).reduce((sum, one) => sum + one, 0);
  const said = `batch of ${batchTime} counted in ${String(batchMs)} ms, ${String(records)} records today (${String(malformed)} malformed), ${String(behind)} to come`;
  if (delayMs > lagIntervals * intervalMs)
    return warn(
      target,
      delayMs,
      `is ${String(Math.round(delayMs / 1000))} s behind: ${said}`,
      'Give it more cores (streaming.calculator.cores) or a longer interval.',
    );
  // One long batch is caught up with by the next ones.
  if (batchMs > intervalMs && delayMs > SLOW_INTERVALS * intervalMs)
    return warn(
      target,
      batchMs,
      `takes longer than its interval of ${String(intervalMs)} ms: ${said}`,
      'Give it more cores (streaming.calculator.cores) or a longer interval.',
    );
  return ok(target, batchMs, said);
}
