import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { masterAnswer } from '../../../../src/components/spark/answers.js';
import { ruling } from '../../../../src/components/spark/live/masters.js';

/** As a master of 1.3.1 answers, with what nobody reads left out. */
const PAGE = {
  url: 'spark://10.0.0.1:7077',
  workers: [{ id: 'w', host: '10.0.0.1', port: 7078, cores: 2, coresused: 1, memory: 1024, memoryused: 512, state: 'ALIVE' }],
  activeapps: [{ id: 'app-1', name: 'Web Page Popularity Value Calculator', cores: 1, state: 'RUNNING' }],
  status: 'ALIVE',
};

describe('the page of a master', () => {
  it('is read for what matters', () => {
    expect(masterAnswer(PAGE)).toEqual({
      url: 'spark://10.0.0.1:7077',
      status: 'ALIVE',
      workers: [{ host: '10.0.0.1', port: 7078, cores: 2, coresUsed: 1, memoryMb: 1024, memoryUsedMb: 512, state: 'ALIVE' }],
      apps: [{ id: 'app-1', name: 'Web Page Popularity Value Calculator', state: 'RUNNING', coresAsked: 1 }],
    });
  });

  it.each([
    ['healthy', 'ALIVE', ['ALIVE 2 of 2'], ['RUNNING 2']],
    ['begins', 'STANDBY', [], []],
    ['recovering', 'RECOVERING', ['UNKNOWN 0 of 2'], ['WAITING 2']],
    ['recovered', 'ALIVE', ['ALIVE 2 of 2'], ['WAITING 2']],
  ])('is read as one of 1.3.1 gave it: %s', (name, status, workers, apps) => {
    const answer = masterAnswer(JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')));
    expect(answer.status).toBe(status);
    expect(answer.workers.map((one) => `${one.state} ${String(one.coresUsed)} of ${String(one.cores)}`)).toEqual(workers);
    expect(answer.apps.map((one) => `${one.state} ${String(one.coresAsked)}`)).toEqual(apps);
  });

  it('is refused when it is something else', () => {
    expect(() => masterAnswer({ status: 'ALIVE' })).toThrow(/not that of a Spark master/);
  });
});

it('one that rules is found among those that stand by or are silent', () => {
  const answer = masterAnswer(PAGE);
  const standby = { host: 'b', answer: { ...answer, status: 'STANDBY', workers: [] }, reason: '' };
  const silent = { host: 'c', answer: null, reason: 'connection refused' };
  expect(ruling([standby, { host: 'a', answer, reason: '' }, silent])).toEqual({
    alive: answer,
    saw: 'b STANDBY, a ALIVE, c does not answer (connection refused)',
  });
  expect(ruling([standby, silent]).alive).toBeNull();
});
