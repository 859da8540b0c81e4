// Gates and permissions: what they say of how they ended is what happened.
import { describe, expect, it } from 'vitest';
import type { ApplyContext } from '../../../src/apply/context.js';
import { allExecutors } from '../../../src/apply/executors/executors.js';
import { passGate, permission } from '../../../src/apply/gates.js';
import { isGone, thisHolder } from '../../../src/apply/holder.js';
import { openJournal } from '../../../src/apply/journal.js';
import { waitUntil } from '../../../src/apply/wait.js';
import type { Action } from '../../../src/model/action.js';
import type { RunEvent } from '../../../src/model/event.js';
import type { ComponentLive, Live, Poll } from '../../../src/model/live.js';
import type { Risk } from '../../../src/model/risk.js';
import type { Stage } from '../../../src/model/stage.js';
import { instantClock } from '../../support/instant-clock.js';
import { lives } from '../../../src/components/lives.js';
import { resolved } from '../../support/evidence.js';

const { signal } = new AbortController();
const live: Live = {
  signal,
  session: () => {
    throw new Error('no session');
  },
  dial: () => Promise.reject(new Error('nobody dials')),
};

function contextOf(kafka: Partial<ComponentLive>, allow: readonly Risk['name'][] = []): { context: ApplyContext; events: RunEvent[] } {
  const events: RunEvent[] = [];
  const nothing: ComponentLive = {
    name: 'kafka',
    ready: () => ({ waitsFor: 'the brokers', deadlineMs: 5000, poll: () => Promise.resolve({ done: true, saw: '' }) }),
    mayStop: () => Promise.resolve({ risks: [], saw: 'all in step' }),
    lastToStop: () => Promise.resolve(null),
    checks: [],
  };
  const sink = (event: RunEvent) => events.push(event);
  const equipment = {
    executors: allExecutors,
    lives: { ...lives, kafka: { ...nothing, ...kafka } },
    serviceFailure: () => Promise.resolve(null),
    clock: instantClock(),
    holder: thisHolder,
    gone: isGone,
    journal: openJournal,
  };
  const decideLate = (stage: Stage): Promise<Stage> => Promise.resolve(stage);
  return { events, context: { ...equipment, resolved: resolved(), live, bundles: {}, allow: new Set(allow), sink, signal, decideLate } };
}

const ends = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => (event.kind === 'reached' || event.kind === 'not-reached' ? [`${event.kind}: ${event.saw}`] : []));

describe('a gate', () => {
  const pass = async (polls: readonly Poll[]): Promise<readonly string[]> => {
    let i = 0;
    const poll = () => Promise.resolve(polls[i++] ?? { done: false, saw: 'asked too often' });
    const { context, events } = contextOf({ ready: () => ({ waitsFor: 'the brokers', deadlineMs: 5000, poll }) });
    await passGate({ component: 'kafka', hosts: ['n1'] }, context);
    return ends(events);
  };

  it('is reached when all of it is there', async () => {
    expect(
      await pass([
        { done: false, saw: 'one' },
        { done: true, saw: 'all' },
      ]),
    ).toEqual(['reached: all']);
  });

  it('that lets go on without all of it does not say that it was reached', async () => {
    expect(await pass([{ done: false, enough: true, saw: 'a replica still catching up' }])).toEqual([
      'not-reached: a replica still catching up',
    ]);
  });

  it('fails at its deadline, with what was seen last', async () => {
    const look = () => Promise.resolve({ done: false, saw: 'two of three' });
    const wait = waitUntil({ waitsFor: 'three', deadlineMs: 10, signal, sink: () => undefined, clock: instantClock(), todo: [], look });
    await expect(wait).rejects.toMatchObject({
      code: 'GATE_TIMEOUT',
      message: expect.stringContaining('Seen last: two of three') as string,
    });
  });
});

describe('the permission to stop a member', () => {
  const service = resolved().placed.find(({ instance }) => instance.component === 'kafka')?.layout.service;
  if (service === undefined) throw new Error('no broker');
  const head = { id: 'stop n1 kafka', host: 'n1', component: 'kafka', summary: 'stop kafka', risks: [] } as const;
  const action: Action = { ...head, kind: 'service-stop', service, kill: false };
  const risk: Risk = { name: 'min-isr', detail: 't/0 would be below min.insync.replicas', lasting: false };

  it('is given when the others are back', async () => {
    const { context, events } = contextOf({});
    await permission(action, context);
    expect(ends(events)).toEqual(['reached: all in step']);
  });

  it('that a person gave by --allow is told as such', async () => {
    const { context, events } = contextOf({ mayStop: () => Promise.resolve({ risks: [risk], saw: 'x' }) }, ['min-isr']);
    await permission(action, context);
    expect(ends(events)).toEqual(['not-reached: allowed: t/0 would be below min.insync.replicas']);
  });
});
