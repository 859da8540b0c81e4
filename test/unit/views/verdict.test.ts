import { describe, expect, it } from 'vitest';
import { grouped } from '../../../src/views/grouped.js';
import { width } from '../../../src/terminal/table.js';
import { verdictText } from '../../../src/views/verdict.js';
import { allChecks } from '../../../src/verify/choose.js';
import { judge } from '../../../src/verify/judge.js';
import { verdict } from '../../../src/verify/verdict.js';
import { healthy, withoutHost } from '../../support/evidence.js';
import { allGone, brokerBehind, hostGone, LOOKS, report, want } from './looks.js';

const text = (name: keyof typeof LOOKS, columns: number, everything = false): string => {
  const { result } = LOOKS[name]();
  return `${verdictText(result, result.sentence, everything, { columns, inventory: 'my clusters/fams.yaml' })}\n`;
};

describe('a verdict for people', () => {
  it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('of %s', async (name) => {
    await expect(text(name, 80)).toMatchFileSnapshot(`expected/${name}.txt`);
  });

  it('has each report on a line of its own where everything is asked for and nothing limits the width', async () => {
    await expect(text('host-gone', 0, true)).toMatchFileSnapshot('expected/host-gone.all.txt');
  });

  it('keeps to the width of the terminal', () => {
    for (const name of Object.keys(LOOKS) as (keyof typeof LOOKS)[])
      // The command to type is one line whatever it takes: it is there to be copied.
      for (const line of text(name, 80).split('\n')) if (!line.startsWith('Next: ')) expect(width(line), line).toBeLessThanOrEqual(80);
  });

  it('ends with a command that can be typed as it is', () => {
    expect(text('broker-behind', 80)).toMatch(/^Next: fams-ops verify --explain host\.config$/m);
    expect(text('host-gone', 80)).toMatch(/^Next: fams-ops verify --explain host\.ssh$/m);
    const { result } = brokerBehind();
    const checks = result.checks.filter(({ id }) => id === 'kafka.isr');
    expect(verdictText({ ...result, checks }, '', false, { inventory: "it's.yaml" })).toMatch(
      /^Next: fams-ops status -i 'it'\\''s.yaml'$/m,
    );
    expect(text('all-well', 80)).not.toContain('Next');
  });

  it('shows advice on what is well, below what is not, and asks for nothing by it', () => {
    const checks = [report('ok', 'a.b', 'n1', 'stays off after a reboot', 'Install cron.'), report('ok', 'a.b', 'n2', 'comes back')];
    expect(verdictText({ status: 'ok', checks }, 'All well.', false, { columns: 80 })).toBe(
      ['ok  a.b  n1  stays off after a reboot', '  do: Install cron.', 'All well. 2 of 2 findings are ok.'].join('\n'),
    );
  });
});

describe('grouping', () => {
  it('leaves one line of a host that cannot be reached, but keeps what is critical', () => {
    const rows = grouped(hostGone().result.checks.filter(({ status }) => status !== 'ok' && status !== 'skip'));
    expect(rows.map(({ report: { id, target }, also }) => [id, target, also])).toEqual([
      ['host.ssh', 'n2', '+ 1 warning and 3 unknown of n2, because it cannot be reached'],
      ['kafka.metadata', 'n2/kafka', ''],
    ]);
  });

  it('holds for what the real checks say of a lost host', () => {
    const reports = verdict(judge(allChecks, { evidence: withoutHost(healthy(want), 'n2'), ms: {} }, want)).checks;
    const of = (host: string) =>
      reports.filter(({ target, status }) => (target === host || target.startsWith(`${host}/`)) && status !== 'ok');
    const rows = grouped(of('n2'));
    expect(of('n2').length).toBeGreaterThan(5);
    expect(rows.filter(({ report: { status } }) => status !== 'crit').map(({ report: { id } }) => id)).toEqual(['host.ssh']);
  });

  it('does not take n10 for n1', () => {
    const rows = grouped([report('warn', 'host.ssh', 'n1', 'cannot be reached'), report('unknown', 'host.disk', 'n10', 'x')]);
    expect(rows).toHaveLength(2);
  });

  it('says once what many checks lack, and what a check says of many targets', () => {
    const gone = grouped(allGone().result.checks.filter(({ id }) => id.startsWith('kafka.') && id !== 'kafka.console'));
    expect(gone.map(({ also }) => also)).toEqual(['+ the same: kafka.controller, kafka.leader, kafka.isr and 1 more']);
    const behind = grouped(brokerBehind().result.checks.filter(({ id }) => id === 'kafka.isr'));
    expect(behind.map(({ report: { target }, also }) => [target, also])).toEqual([
      ['user-behavior-topic/0', '+ the same: user-behavior-topic/1, fams-ops-probe/0, fams-ops-probe/1 and 1 more'],
    ]);
  });

  it('does not put different findings together', () => {
    expect(grouped([report('warn', 'a.b', 'n1', 'x'), report('crit', 'a.b', 'n2', 'x'), report('warn', 'a.c', 'n1', 'x')])).toHaveLength(3);
  });
});
