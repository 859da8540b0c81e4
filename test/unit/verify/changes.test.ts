import { describe, expect, it } from 'vitest';
import type { CheckReport, Status } from '../../../src/model/check.js';
import { changesBetween } from '../../../src/verify/changes.js';

const report = (status: Status, id = 'a.b', target = 'n1', message = `it is ${status}`): CheckReport => ({
  id,
  target,
  status,
  value: null,
  message,
  fix: '',
  ms: 0,
});

const kinds = (before: readonly CheckReport[], after: readonly CheckReport[]): readonly string[] =>
  changesBetween(before, after).map(({ kind, id, target, from, to }) => `${kind} ${id} ${target} ${from ?? '-'} ${to ?? '-'}`);

describe('between two looks', () => {
  it('nothing changes while the words stay the same', () => {
    const reports = [report('ok'), report('warn', 'a.c'), report('skip', 'a.d')];
    expect(kinds(reports, reports)).toEqual([]);
    expect(kinds([report('warn', 'a.b', 'n1', '90 % full')], [report('warn', 'a.b', 'n1', '91 % full')])).toEqual([]);
    expect(kinds([report('skip')], [report('ok')])).toEqual([]);
    expect(kinds([report('ok')], [])).toEqual([]);
  });

  it.each<[Status, Status, string]>([
    ['ok', 'warn', 'new'],
    ['ok', 'unknown', 'new'],
    ['skip', 'crit', 'new'],
    ['warn', 'crit', 'worse'],
    ['unknown', 'warn', 'worse'],
    ['crit', 'warn', 'better'],
    ['crit', 'unknown', 'better'],
    ['unknown', 'ok', 'gone'],
    ['crit', 'skip', 'gone'],
  ])('%s then %s is %s', (from, to, kind) => {
    expect(kinds([report(from)], [report(to)])).toEqual([`${kind} a.b n1 ${from} ${to}`]);
  });

  it('a target that was not spoken of before is new, and one that is no longer spoken of is gone', () => {
    const partition = report('crit', 'kafka.leader', 't/0', 'has no leader');
    const fine = report('ok', 'kafka.leader', 'cluster');
    expect(kinds([fine], [partition])).toEqual(['new kafka.leader t/0 - crit']);
    const [gone] = changesBetween([partition], [fine]);
    expect(gone).toEqual({ kind: 'gone', id: 'kafka.leader', target: 't/0', from: 'crit', to: null, message: 'has no leader' });
  });

  it('says what is said now of a problem that stays, and puts what is worse first', () => {
    const before = [report('crit', 'a.a'), report('warn', 'a.b'), report('ok', 'a.c'), report('crit', 'a.d')];
    const after = [report('ok', 'a.a'), report('crit', 'a.b'), report('unknown', 'a.c'), report('warn', 'a.d')];
    expect(changesBetween(before, after).map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'new: it is unknown',
      'worse: it is crit',
      'better: it is warn',
      'gone: it is crit',
    ]);
  });

  it('takes the worst of what a check says of one target', () => {
    expect(kinds([report('ok'), report('warn')], [report('crit'), report('ok')])).toEqual(['worse a.b n1 warn crit']);
    expect(kinds([report('crit'), report('ok')], [report('ok'), report('crit')])).toEqual([]);
  });
});
