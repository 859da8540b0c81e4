// How the jobs are doing, in a few lines.
import type { JobState } from '../model/streaming.js';

type Job = JobState & { readonly host: string; readonly ageMs: number };

/** No line for a job that was not launched. */
export function jobsText(calculator: Job | null, producer: Job | null): readonly string[] {
  const lines = [...(calculator === null ? [] : calculatorLines(calculator)), ...(producer === null ? [] : [producerLine(producer)])];
  return lines.length === 0 ? [] : ['', ...lines];
}

function calculatorLines(job: Job): readonly string[] {
  const { batchTime, batchMs, intervalMs, delayMs, lag, records, malformed, pages, snapshotAt, snapshotOffset, epoch, appId, webUrl } = job;
  const behind = lag && Object.values(lag).reduce((sum, one) => sum + one, 0);
  const figures = [
    batchTime !== undefined && `batch of ${batchTime}, counted in ${ms(batchMs)} of ${ms(intervalMs)}, ended ${ms(delayMs)} after its time`,
    behind !== undefined && `${String(behind)} records to come`,
    records !== undefined && `${String(records)} records of ${String(pages ?? 0)} pages today, ${String(malformed ?? 0)} malformed`,
    snapshotAt !== undefined && `snapshot of ${snapshotAt} at offset ${String(snapshotOffset ?? '?')}, owner ${String(epoch ?? '?')}`,
    appId !== undefined && `${appId}, ${webUrl ?? ''}`,
  ].filter((one) => one !== false);
  return [head('calculator', job), ...figures.map((one) => `  ${one}`)];
}

function producerLine(job: Job): string {
  const { sent = 0, acknowledged = 0, failed = 0, perSecond = 0 } = job;
  const figures = `${String(acknowledged)} of ${String(sent)} messages acknowledged, ${String(failed)} failed, ${String(perSecond)} a second`;
  return `${head('producer', job)}\n  ${figures}`;
}

const head = (name: string, { host, state, reason, ageMs }: Job): string =>
  `${name} on ${host}: ${state}${reason === undefined ? '' : ` (${reason})`}, said ${ms(ageMs)} ago`;

const ms = (number: number | undefined): string =>
  number === undefined ? '?' : number < 10_000 ? `${String(number)} ms` : `${String(Math.round(number / 1000))} s`;
