import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors/app-error.js';
import type { ErrorCode } from '../../../src/errors/codes.js';
import { nagiosFailure, nagiosText } from '../../../src/views/nagios.js';
import { allGone, allWell, brokerBehind, hostGone, LOOKS, memberWaits, report } from './looks.js';

const RANGE = String.raw`(@?(~|-?[\d.]+)?:?(-?[\d.]+)?)?`;
const NUMBER = String.raw`-?\d+(\.\d+)?`;
/** `'label'=value[UOM];[warn];[crit];[min];[max]` */
const PERFDATA = new RegExp(`^'[^'=|]+'=${NUMBER}(us|ms|s|%|[KMGT]?B|c)?(;${RANGE}){2}(;(${NUMBER})?){2}$`);

const figuresOf = (text: string): readonly string[] => /\| (.*)$/m.exec(text.split('\n')[0] ?? '')?.[1]?.match(/'[^']*'\S*/g) ?? [];

describe('the form for Nagios', () => {
  it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('of %s', async (name) => {
    await expect(`${nagiosText(LOOKS[name]()).text}\n`).toMatchFileSnapshot(`expected/${name}.nagios`);
  });

  it.each(Object.values(LOOKS))('keeps to the grammar of perfdata', (look) => {
    const figures = figuresOf(nagiosText(look()).text);
    expect(figures.length).toBeGreaterThan(5);
    for (const figure of figures) expect(figure).toMatch(PERFDATA);
    const labels = figures.map((one) => one.split('=')[0]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('has one bar, in the first line', () => {
    const lines = nagiosText(brokerBehind()).text.split('\n');
    expect(lines[0]?.match(/\|/g)).toHaveLength(1);
    expect(lines.slice(1).join('\n')).not.toContain('|');
  });

  it('ends as a plug-in does: 0, 1, 2, 3', () => {
    const unknown = allWell();
    const { checks } = unknown.result;
    const blind = { ...unknown, exitCode: 3, result: { ...unknown.result, status: 'unknown' as const, checks } };
    const looks = [allWell(), brokerBehind(), hostGone(), blind, allGone()].map(nagiosText);
    expect(looks.map(({ exitCode, text }) => [exitCode, text.slice(0, 15)])).toEqual([
      [0, 'FAMS-OPS OK: Th'],
      [1, 'FAMS-OPS WARNIN'],
      [2, 'FAMS-OPS CRITIC'],
      [3, 'FAMS-OPS UNKNOW'],
      [2, 'FAMS-OPS CRITIC'],
    ]);
  });

  it('gives ranges that agree with the checks', () => {
    const text = nagiosText(memberWaits(brokerBehind())).text;
    expect(figuresOf(text)).toEqual(
      expect.arrayContaining(["'zookeeper_serving'=2;3:;2:;0;3", "'under_replicated'=5;0;;0;", "'brokers'=3;3:;;0;", "'offline'=0;;0;0;"]),
    );
    expect(figuresOf(nagiosText(allWell()).text)).toContain("'lag hot'=10;;;0;");
  });

  it('stays below what Nagios keeps', () => {
    const look = allWell();
    const checks = Array.from({ length: 500 }, (_, i) => report('crit', 'kafka.leader', `t/${String(i)}`, 'has no leader '.repeat(40)));
    const { text } = nagiosText({ ...look, result: { ...look.result, status: 'crit', checks } });
    expect(text.length).toBeLessThan(8192);
    expect(text.split('\n').at(-1)).toBe('and 475 more');
  });
});

describe('a run without a verdict', () => {
  it.each<[ErrorCode, number, string]>([
    ['USAGE', 3, 'UNKNOWN'],
    ['INVENTORY_INVALID', 3, 'UNKNOWN'],
    ['BUG', 3, 'UNKNOWN'],
    ['INTERRUPTED', 3, 'UNKNOWN'],
    ['HOST_UNREACHABLE', 2, 'CRITICAL'],
    ['HOST_KEY_CHANGED', 2, 'CRITICAL'],
  ])('%s ends with %i', (code, exit, word) => {
    const { text, exitCode } = nagiosFailure(new AppError(code, 'what | happened\nhere', { todo: ['do this'] }));
    expect(exitCode).toBe(exit);
    expect(text).toBe(`FAMS-OPS ${word}: what / happened here\ndo this`);
  });
});
