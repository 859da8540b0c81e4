// Kafka's own consumer by Kafka's own tool: kafka.tools.ConsumerPerformance of the installed 0.8.2.1.
import type { Machine } from './machine.js';
import type { Mark } from './pace.js';

const GROUP = 'bench-consumer';
const STEP = 100_000;
/** As much as an executor of the calculator has. */
const HEAP = '512m';

export interface Reader {
  readonly topic: string;
  readonly threads: number;
  /** Connections to the broker. */
  readonly fetchers: number;
  readonly fetchBytes: number;
}

/** Reads the whole topic. */
export async function consume(machine: Machine, { topic, threads, fetchers, fetchBytes }: Reader): Promise<readonly Mark[]> {
  const said = await machine.kafka(
    HEAP,
    ...['kafka.tools.ConsumerPerformance', '--zookeeper', machine.zookeeper, '--topic', topic, '--group', GROUP],
    ...['--threads', String(threads), '--num-fetch-threads', String(fetchers), '--fetch-size', String(fetchBytes)],
    ...['--show-detailed-stats', '--reporting-interval', String(STEP), '--hide-header', '--date-format', 'yyyy-MM-dd HH:mm:ss.SSS'],
  );
  // A group that nobody reads for is a warning of "launch", which would wait for it to go.
  await machine.zooKeeperShell('rmr', `/consumers/${GROUP}`);
  return marks(said);
}

/**
 * Pure. A line for every so many records of a thread, `time, thread, fetch size, MB, MB/s, records, records/s`. Its last one comes when
 * the thread has waited for more in vain, so that time is not when it read the last record: that was at the latest a step after the
 * line before, and is taken to be there.
 */
export function marks(said: string): readonly Mark[] {
  const read = new Map<string, number>();
  const found: { ms: number; records: number; whole: boolean }[] = [];
  for (const line of said.split('\n')) {
    const [time = '', thread = '', , , , count = ''] = line.split(', ');
    const records = Number(count);
    if (count === '' || Number.isNaN(records)) continue;
    const whole = records % STEP === 0 && read.get(thread) !== records;
    read.set(thread, records);
    found.push({ ms: Date.parse(`${time.replace(' ', 'T')}Z`), records: sum(read), whole });
  }
  const end = found.findLast(({ whole }) => whole)?.ms ?? NaN;
  return found.map(({ ms, records }) => ({ ms: Math.min(ms, end), records }));
}

const sum = (read: ReadonlyMap<string, number>): number => [...read.values()].reduce((all, one) => all + one, 0);
