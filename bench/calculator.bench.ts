// The calculator beside Kafka's own consumer: the same topic, the same cores, in turn, both warm.
import { cpus } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PageSum } from '../test/support/recount.js';
import { installed } from '../test/support/browser.js';
import { consume, type Reader } from './calculator/kafka-consumer.js';
import { count, type Counted } from './calculator/counting.js';
import { Machine, type Job } from './calculator/machine.js';
import { fill, pageViews, totals } from './calculator/page-views.js';
import { warmMs } from './calculator/pace.js';
import { inTurn, median, print } from './figures.js';

const LINES = 1_000_000;
const TIMES = 36;
/** By then both JVMs have compiled what they run. */
const COLD = LINES * 12;
const TOTAL = LINES * TIMES;
const CORES = 2;
const ROUNDS = 3;
const MB = 1 << 20;

const job: Job = {
  topic: 'user-behavior-topic',
  output: 'page-popularity-topic',
  partitions: 3,
  cores: CORES,
  // More than it can count: it never waits for the next batch. A batch is of 6 million records.
  interval: '500ms',
  maxRatePerPartition: 4_000_000,
  top: 100,
};
/** As Kafka's tool comes, and with what the calculator has: a connection for each thread, and as much in a fetch. */
const plain: Reader = { topic: job.topic, threads: CORES, fetchers: 1, fetchBytes: MB };
const equal: Reader = { topic: job.topic, threads: CORES, fetchers: CORES, fetchBytes: 4 * MB };

const lines = pageViews(LINES);
const wanted = totals(lines, TIMES);
let machine: Machine | undefined;
const missing = installed('kcat') === undefined ? 'kcat is not installed (apt-get install kcat)' : undefined;
// The reporter shows no more than that it was skipped.
if (missing !== undefined) console.log(`skipped, the calculator beside Kafka's own consumer: ${missing}`);

beforeAll(async () => {
  if (missing !== undefined) return;
  machine = await Machine.provision(job);
  await fill(machine.broker, job.topic, lines, TIMES);
});
afterAll(async () => {
  await machine?.stop();
});

it.skipIf(missing !== undefined)('counts', async () => {
  const ready = machine;
  if (ready === undefined) throw new Error('nothing was provisioned');
  const counted: Counted[] = [];
  const read = async (reader: Reader): Promise<number> => warmMs(await consume(ready, reader), { total: TOTAL, cold: COLD });
  const figures = await inTurn(
    [
      { name: `Kafka's own consumer, ${CORES} threads, a connection for each, fetches of 4 MB`, run: () => read(equal) },
      { name: `Kafka's own consumer, ${CORES} threads, as kafka-consumer-perf-test comes`, run: () => read(plain) },
      {
        name: `the calculator on Spark, ${CORES} cores`,
        run: async () => {
          const one = await count(ready, job.output, TOTAL);
          counted.push(one);
          expect(byPage(one.last.top)).toEqual(wanted);
          return warmMs(one.marks, { total: TOTAL, cold: COLD });
        },
      },
    ],
    ROUNDS,
  );
  const warm = (TOTAL - COLD) / LINES;
  console.log(`\n${cpus().length} cores of ${cpus()[0]?.model ?? 'an unknown kind'} for the broker and its reader together`);
  print(`${warm} million records of ${TOTAL / LINES}, after ${COLD / LINES} to get warm`, figures);
  const rates = figures.map(({ times }) => (warm * 1000) / median(times));
  const [best = NaN, , calculator = NaN] = rates;
  const [first, ...later] = counted.map(({ firstListMs }) => firstListMs);
  console.log(
    [
      `  million records a second: ${rates.map((rate) => rate.toFixed(2)).join(', ')}`,
      `  throughput of the calculator beside Kafka's own consumer: ${(calculator / best).toFixed(2)}`,
      `  first list: ${seconds(first)} after launch with the start of Spark, ${seconds(median(later))} without (a first batch of 6 million records)`,
    ].join('\n'),
  );
});

const byPage = (list: readonly PageSum[]): ReadonlyMap<string, PageSum> =>
  new Map(list.map(({ page, records, clicks, stay, likes }) => [page, { page, records, clicks, stay, likes }]));

const seconds = (ms: number | undefined): string => `${((ms ?? NaN) / 1000).toFixed(1)} s`;
