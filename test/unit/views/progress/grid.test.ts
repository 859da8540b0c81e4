import { expect, it } from 'vitest';
import type { Action } from '../../../../src/model/action.js';
import type { Stage } from '../../../../src/model/stage.js';
import { Grid } from '../../../../src/views/progress/grid.js';
import { plainProgress } from '../../../../src/views/progress/plain.js';

const action = (host: string, what: string): Action => ({
  id: `${host}/${what}`,
  host,
  component: 'kafka',
  kind: 'remove',
  summary: what,
  risks: [],
  path: `/x/${what}`,
  real: `/x/${what}`,
  proof: { of: 'base', names: '' },
});
const a1 = action('a', 'one');
const a2 = action('a', 'two');
const b1 = action('b', 'one');
const stage: Stage = { id: 'prepare', title: 'Prepare', actions: [a1, a2, b1], width: 'all', after: [] };

it('draws hosts down and stages across as they get on', () => {
  const grid = new Grid();
  expect(grid.lines()).toEqual([]);
  grid.take({ kind: 'run-begins', command: 'provision', cluster: 'c', hosts: ['a', 'b'], stages: [stage] });
  grid.take({ kind: 'action-begins', action: a1 });
  expect(grid.lines()).toEqual(['   prepare', 'a  .        one', 'b  .', '']);
  grid.take({ kind: 'action-ends', action: a1, result: 'changed', ms: 1 });
  grid.take({ kind: 'action-ends', action: b1, result: 'failed', ms: 1, error: 'no' });
  grid.take({ kind: 'waiting', waitsFor: 'a quorum', saw: 'one member', elapsedMs: 2000, deadlineMs: 9000 });
  expect(grid.lines()).toEqual(['   prepare', 'a  1/2', 'b  FAILED', 'waiting for a quorum (2 s; seen: one member)']);
  grid.take({ kind: 'action-ends', action: a2, result: 'ok', ms: 1 });
  grid.take({ kind: 'reached', waitsFor: 'a quorum', saw: '', ms: 1 });
  expect(grid.lines()).toEqual(['   prepare', 'a  done 2', 'b  FAILED', '']);
});

it('tells the same as lines, and reminds of a wait only now and then', () => {
  const lines: string[] = [];
  const sink = plainProgress((line) => lines.push(line.slice(9)));
  const waiting = { kind: 'waiting', waitsFor: 'a quorum', saw: 'nothing', deadlineMs: 90_000 } as const;
  sink({ kind: 'stage-begins', stage });
  sink({ kind: 'action-ends', action: a1, result: 'changed', ms: 1 });
  for (const elapsedMs of [0, 500, 9000, 11_000]) sink({ ...waiting, elapsedMs });
  sink({ kind: 'reached', waitsFor: 'a quorum', saw: 'one leader', ms: 12_000 });
  sink({ kind: 'not-reached', waitsFor: 'every replica', saw: 'two of three', ms: 60_000 });
  expect(lines).toEqual([
    '== Prepare',
    'a  changed  one',
    'waiting for a quorum; seen: nothing',
    'waiting for a quorum; seen: nothing',
    'reached: a quorum (one leader)',
    'not waiting any longer for every replica (two of three)',
  ]);
});
