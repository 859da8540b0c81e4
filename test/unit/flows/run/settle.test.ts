import { describe, expect, it } from 'vitest';
import { settle, SETTLING } from '../../../../src/flows/run/settle.js';
import type { CheckReport, Status } from '../../../../src/model/check.js';
import type { RunEvent } from '../../../../src/model/event.js';
import { allChecks } from '../../../../src/verify/choose.js';
import { verdict } from '../../../../src/verify/verdict.js';
import { instantClock } from '../../../support/instant-clock.js';

const { signal } = new AbortController();
const report = (status: Status, id = 'kafka.isr'): CheckReport => ({
  id,
  target: 't/0',
  status,
  value: null,
  message: 'two of three',
  fix: '',
  ms: 0,
});

/** What is told of the wait where one look after the other finds this; the last one goes on. */
async function told(looks: readonly Status[]): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  let look = 0;
  const judge = () => {
    const status = looks[Math.min(look, looks.length - 1)] ?? 'ok';
    look += 1;
    return Promise.resolve({ verdict: verdict([report(status), report('ok', 'kafka.leader'), report('skip', 'host.clock')]) });
  };
  await settle(judge, { sink: (event) => events.push(event), signal, clock: instantClock() });
  return events;
}

describe('the wait at the end of a change', () => {
  it('asks only what waiting can change, and starts no JVM', () => {
    for (const id of ['kafka.isr', 'kafka.registered', 'zookeeper.quorum', 'spark.workers', 'calculator.counts'])
      expect(SETTLING).toContain(id);
    for (const id of [
      'host.clock',
      'host.disk',
      'host.memory',
      'host.config',
      'host.bundle',
      'kafka.topics',
      'kafka.settings',
      'kafka.console',
    ])
      expect(SETTLING).not.toContain(id);
    expect(SETTLING.every((id) => allChecks.some((check) => check.id === id && !check.slow))).toBe(true);
  });

  it('is over when nothing is left that may pass', async () => {
    expect((await told(['warn', 'unknown', 'ok'])).map(({ kind }) => kind)).toEqual(['waiting', 'waiting', 'reached']);
  });

  it('is given up for what does not move, and does not say that it was reached', async () => {
    const events = await told(['warn']);
    expect(new Set(events.slice(0, -1).map(({ kind }) => kind))).toEqual(new Set(['waiting']));
    expect(events.at(-1)?.kind).toBe('not-reached');
    expect(events.at(-1)).toMatchObject({ waitsFor: 'what was started to come to rest', saw: 'kafka.isr t/0: two of three' });
  });
});
