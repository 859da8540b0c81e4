// calculator.batch: does a batch take less than its interval?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { JobState } from '../../../model/streaming.js';
import { CLUSTER, ok, unknown, warn } from '../../findings.js';
import { countingJobs, NOBODY_COUNTS } from '../counting.js';
import { CALCULATOR } from '../spec.js';

const LIMITS = { slowIntervals: 3, behindIntervals: 30 };

export const calculatorBatch = check({
  id: 'calculator.batch',
  title: 'Batches take less than their interval',
  phase: 'running',
  needs: { facts },
  of: CALCULATOR,
  limits: LIMITS,
  explain:
    'How long the last batch took to count, and how long after its time it ended. One long batch is caught up with by the next ones; a ' +
    'warning when it took longer than the interval and ended more than slowIntervals intervals after its time, which means that those ' +
    'before it were long, too, and when it ended more than behindIntervals intervals late whatever it took: then the list is of the past. ' +
    'After a downtime the calculator catches up, and the warning goes away by itself.',
  judge: ({ facts }, want, placed, limits) => {
    const jobs = countingJobs(placed, facts);
    const { intervalMs } = want.cluster.streaming.calculator;
    return jobs.length === 0
      ? [ok(CLUSTER, null, NOBODY_COUNTS)]
      : jobs.map(({ target, host, state }) => judgePace(target, host.host, state, intervalMs, limits));
  },
});

function judgePace(target: string, host: string, { batchMs, delayMs }: JobState, intervalMs: number, limits: typeof LIMITS): Finding {
  if (batchMs === undefined || delayMs === undefined)
    return unknown(target, 'does not say how long its last batch took', `See "fams-ops logs calculator --limit ${host}".`);
  const interval = String(intervalMs);
  const said = `the last batch took ${String(batchMs)} ms of ${interval} and ended ${String(delayMs)} ms after its time`;
  const fix =
    'If the delay grows from look to look, give it more cores (streaming.calculator.cores) or a longer interval; see spark.executors.';
  if (delayMs > limits.behindIntervals * intervalMs)
    return warn(target, delayMs, `is ${String(Math.round(delayMs / 1000))} s behind: ${said}`, fix);
  if (batchMs > intervalMs && delayMs > limits.slowIntervals * intervalMs)
    return warn(target, batchMs, `takes longer than its interval: ${said}`, fix);
  return ok(target, batchMs, said);
}
