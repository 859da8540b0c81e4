// calculator.lag: how much of the topic is not yet counted?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { CalculatorSettings } from '../../../model/cluster.js';
import type { JobState } from '../../../model/streaming.js';
import { CLUSTER, count, ok, unknown, warn } from '../../findings.js';
import { countingJobs, NOBODY_COUNTS, toCome } from '../counting.js';
import { CALCULATOR } from '../spec.js';

export const calculatorLag = check({
  id: 'calculator.lag',
  title: 'The calculator keeps up with the topic',
  phase: 'running',
  needs: { facts },
  of: CALCULATOR,
  limits: { warnBatches: 5 },
  explain:
    'Records of the topic that are not yet counted; the ends of its logs are looked at every five seconds, so what came meanwhile always ' +
    'waits. From each partition a batch takes streaming.calculator.maxRatePerPartition records a second at most. When more than ' +
    'warnBatches such batches are to come of one partition it is a warning: after a downtime the figure shrinks from look to look; where ' +
    'it grows, more comes in than that limit lets through, although every batch ends in time.',
  judge: ({ facts }, want, placed, limits) => {
    const jobs = countingJobs(placed, facts);
    return jobs.length === 0
      ? [ok(CLUSTER, null, NOBODY_COUNTS)]
      : jobs.map(({ target, state }) => judgeLag(target, state, want.cluster.streaming.calculator, limits.warnBatches));
  },
});

function judgeLag(target: string, state: JobState, settings: CalculatorSettings, warnBatches: number): Finding {
  const all = toCome(state);
  if (all === null || state.lag === undefined)
    return unknown(target, 'does not say how many records are to come', 'See whether the leaders of its topic answer: kafka.leader.');
  const perBatch = (settings.maxRatePerPartition * settings.intervalMs) / 1000;
  const [partition, most] = Object.entries(state.lag).reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  const batches = Math.ceil(most / perBatch);
  const said = `${count(all, 'record')} to come`;
  if (batches <= warnBatches) return ok(target, all, said);
  return warn(
    target,
    all,
    `${said}; partition ${partition} alone needs ${String(batches)} more batches of ${String(perBatch)} records`,
    'Look again: where it grows, raise streaming.calculator.maxRatePerPartition, and the cores where batches get longer than their interval.',
  );
}
