// What runs where: the services one a line, then Spark and the jobs, then the web pages.
import type { SparkStatus } from '../components/spark/status.js';
import type { JobStatus, StatusResult } from '../flows/status.js';
import { table } from '../terminal/table.js';
import { consolesText } from './consoles.js';

export function statusText({ services, consoles, ...streaming }: StatusResult): string {
  const head = ['HOST', 'COMPONENT', 'ID', 'STATE', 'PID', 'SINCE', 'RESTARTS', ''];
  const rows = services.map((service) => [
    service.host,
    service.component,
    service.id === null ? '-' : String(service.id),
    service.state,
    service.pid === null ? '-' : String(service.pid),
    service.startedAt ?? '-',
    String(service.restarts),
    service.reason ?? '',
  ]);
  const pages = consolesText(consoles);
  return [table([head, ...rows]), ...streamingText(streaming), ...(pages.length === 0 ? [] : ['', ...pages])].join('\n');
}

/** No line for what was not launched. */
export function streamingText({ job, producer, spark }: Pick<StatusResult, 'job' | 'producer' | 'spark'>): readonly string[] {
  return [
    ...(spark === null ? [] : ['', ...sparkLines(spark, job)]),
    ...(job === null ? [] : ['', ...calculatorLines(job)]),
    ...(producer === null ? [] : ['', ...producerLines(producer)]),
  ];
}

function sparkLines({ masters, workersAlive, cores, coresUsed, applications }: SparkStatus, job: JobStatus | null): readonly string[] {
  const states = masters.map(({ host, status, reason }) => `${host} ${status ?? `does not answer (${reason})`}`).join(', ');
  const figures = masters.some(({ status }) => status === 'ALIVE')
    ? `; ${count(workersAlive, 'worker')}, ${String(coresUsed)} of ${count(cores, 'core')} in use`
    : '; none rules';
  return [
    `Spark: master ${states}${figures}`,
    ...applications.map(({ id, name, state }) => row(id, `${name}, ${stateText(id, state, job)}`)),
  ];
}

/** What a recovered master says of an application that has run all the time. */
const stateText = (id: string, state: string, job: JobStatus | null): string =>
  state === 'WAITING' && job?.state === 'counting' && job.appId === id ? 'WAITING for its master, but it counts' : state;

function calculatorLines(job: JobStatus): readonly string[] {
  const { batchTime, batchMs, intervalMs, delayMs, lag, records, malformed, pages, snapshotAt, snapshotOffset, epoch, at } = job;
  const toCome = lag && Object.values(lag).reduce((sum, records) => sum + records, 0);
  const then = job.state === 'counting' ? '' : ' at that time';
  return [
    head('Calculator', job),
    ...(batchTime === undefined
      ? []
      : [
          row('last batch', `${clock(batchTime)}, counted in ${time(batchMs)} (interval ${time(intervalMs)})`),
          row('delay', `${time(delayMs)} from the time of that batch to its end`),
        ]),
    ...(toCome === undefined
      ? []
      : [row('lag', `${toCome === 0 ? 'none, everything is counted' : `${count(toCome, 'record')} not yet counted`}${then}`)]),
    ...(records === undefined
      ? []
      : [row('today', `${count(records, 'record')} of ${count(pages ?? 0, 'page')}, ${String(malformed ?? 0)} malformed`)]),
    ...(snapshotAt === undefined
      ? []
      : [
          row(
            'snapshot',
            `${time(Math.max(0, Date.parse(at) + job.ageMs - Date.parse(snapshotAt)))} old (${clock(snapshotAt)}), offset ${String(snapshotOffset ?? '?')}, owner ${String(epoch ?? '?')}`,
          ),
        ]),
  ];
}

function producerLines(job: JobStatus): readonly string[] {
  const { sent, acknowledged, failed, perSecond } = job;
  const known = (number: number | undefined): string => (number === undefined ? '?' : String(number));
  return [
    head('Producer', job),
    row('rate', `${known(perSecond)} a second`),
    row('messages', `${known(acknowledged)} of ${known(sent)} acknowledged, ${known(failed)} failed`),
  ];
}

const row = (name: string, text: string): string => `  ${name.padEnd(12)}${name.length < 12 ? '' : '  '}${text}`;

const head = (name: string, { host, state, reason, ageMs }: JobStatus): string =>
  `${name} on ${host}: ${state}${reason === undefined ? '' : `, ${reason}`} (said ${time(ageMs)} ago)`;

/** `2026-11-22 21:09:02 UTC` */
const clock = (iso: string): string => iso.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');

const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;

const UNITS = [
  [172_800_000, 86_400_000, 'days'],
  [7_200_000, 3_600_000, 'h'],
  [120_000, 60_000, 'min'],
  [10_000, 1000, 's'],
] as const;

function time(ms: number | undefined): string {
  if (ms === undefined) return '?';
  const [, size, name] = UNITS.find(([from]) => ms >= from) ?? [0, 1, 'ms'];
  return size === 1 && ms >= 1000 ? `${(ms / 1000).toFixed(1)} s` : `${String(Math.round(ms / size))} ${name}`;
}
