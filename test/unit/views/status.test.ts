// What status says of the streaming side to people.
import { expect, it } from 'vitest';
import { streamingText } from '../../../src/views/status.js';

const SPARK = {
  masters: [{ host: 'n1', status: 'ALIVE', reason: '' }],
  workersAlive: 1,
  cores: 2,
  coresUsed: 2,
  applications: [{ id: 'app-1', name: 'Calculator', state: 'WAITING', coresAsked: null }],
};
const JOB = {
  ...{ host: 'n1', state: 'counting', pid: 1, at: '2026-11-23T10:00:09.000Z', ageMs: 1500, intervalMs: 2000, epoch: 3, appId: 'app-1' },
  ...{ batchTime: '2026-11-23T10:00:08.000Z', batchMs: 90, delayMs: 12_000, lag: { 0: 1, 1: 0 }, records: 7, malformed: 1, pages: 3 },
  ...{ snapshotAt: '2026-11-23T09:55:08.000Z', snapshotOffset: 12 },
};
const PRODUCER = { host: 'n3', state: 'producing', pid: 2, at: JOB.at, ageMs: 200, sent: 10, acknowledged: 9, failed: 1, perSecond: 2.5 };

it('is figures with their names and units, and no alarm of an application that only its master calls waiting', () => {
  expect(streamingText({ spark: SPARK, job: JOB, producer: PRODUCER })).toEqual([
    '',
    'Spark: master n1 ALIVE; 1 worker, 2 of 2 cores in use',
    '  app-1       Calculator, WAITING for its master, but it counts',
    '',
    'Calculator on n1: counting (said 1.5 s ago)',
    '  last batch  2026-11-23 10:00:08 UTC, counted in 90 ms (interval 2.0 s)',
    '  delay       12 s from the time of that batch to its end',
    '  lag         1 record not yet counted',
    '  today       7 records of 3 pages, 1 malformed',
    '  snapshot    5 min old (2026-11-23 09:55:08 UTC), offset 12, owner 3',
    '',
    'Producer on n3: producing (said 200 ms ago)',
    '  rate        2.5 a second',
    '  messages    9 of 10 acknowledged, 1 failed',
  ]);
});

it('says RUNNING of an application that its master says RUNNING of', () => {
  const applications = [{ id: 'app-1', name: 'Calculator', state: 'RUNNING', coresAsked: null }];
  expect(streamingText({ spark: { ...SPARK, applications }, job: JOB, producer: null })[2]).toBe('  app-1       Calculator, RUNNING');
});

it('is silent of what was not launched, and does not make up what was not said', () => {
  expect(streamingText({ spark: null, job: null, producer: null })).toEqual([]);
  const gone = { ...SPARK, masters: [{ host: 'n1', status: null, reason: 'refused' }], applications: [] };
  const bare = { host: 'n1', pid: 1, at: JOB.at, ageMs: 100 };
  const waits = { ...bare, state: 'waiting-for-cores', reason: 'no worker', lag: { 0: 0 } };
  expect(streamingText({ spark: gone, job: waits, producer: { ...bare, state: 'starting' } })).toEqual([
    '',
    'Spark: master n1 does not answer (refused); none rules',
    '',
    'Calculator on n1: waiting-for-cores, no worker (said 100 ms ago)',
    '  lag         none, everything is counted at that time',
    '',
    'Producer on n1: starting (said 100 ms ago)',
    '  rate        ? a second',
    '  messages    ? of ? acknowledged, ? failed',
  ]);
});
