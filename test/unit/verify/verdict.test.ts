import { describe, expect, it } from 'vitest';
import type { CheckReport, Status } from '../../../src/model/check.js';
import type { Read } from '../../../src/model/source.js';
import { exitCode, sentence, verdict } from '../../../src/verify/verdict.js';

const report = (status: Status, target = 'n1', id = 'a.check'): CheckReport => ({
  id,
  target,
  status,
  value: null,
  message: '',
  fix: '',
  ms: 0,
});
type Reached = ReadonlyMap<string, Read<unknown>>;
const reached: Reached = new Map<string, Read<unknown>>([
  ['n1', { ok: true, value: { ms: 1 } }],
  ['n2', { ok: false, reason: 'down' }],
]);
const nobody: Reached = new Map([['n1', { ok: false, reason: 'down' }]]);

describe('the word', () => {
  it.each<[Status[], string, number]>([
    [['ok', 'ok'], 'ok', 0],
    [['ok', 'skip'], 'ok', 0],
    [['ok', 'warn'], 'warn', 3],
    [['ok', 'unknown'], 'unknown', 3],
    [['warn', 'unknown'], 'warn', 3],
    [['ok', 'unknown', 'warn', 'crit'], 'crit', 1],
    [[], 'unknown', 3],
    [['skip'], 'unknown', 3],
  ])('of %j is %s, exit code %i', (statuses, word, code) => {
    const result = verdict(statuses.map((status) => report(status)));
    expect(result.status).toBe(word);
    expect(exitCode(result, reached)).toBe(code);
  });

  it('is unknown, not "serves", when something of the whole cluster could not be read', () => {
    const result = verdict([report('warn'), report('unknown', 'cluster')]);
    expect(result.status).toBe('unknown');
    expect(sentence(result)).toContain('could not be seen');
    expect(exitCode(result, reached)).toBe(3);
  });

  it('is exit code 4 when no host could be reached, whatever else', () => {
    expect(exitCode(verdict([report('crit')]), nobody)).toBe(4);
    expect(exitCode(verdict([report('ok')]), new Map())).toBe(4);
  });
});

describe('the order', () => {
  it('is worst first, then that of the checks', () => {
    const statuses: Status[] = ['ok', 'skip', 'unknown', 'crit', 'warn', 'crit'];
    const { checks } = verdict(statuses.map((status, i) => report(status, String(i))));
    expect(checks.map(({ status, target }) => `${status}${target}`)).toEqual(['crit3', 'crit5', 'warn4', 'unknown2', 'ok0', 'skip1']);
  });

  it('puts a host that cannot be reached before what follows from it', () => {
    const { checks } = verdict([report('crit', 't/0', 'kafka.leader'), report('ok', 'n2', 'host.ssh'), report('warn', 'n1', 'host.ssh')]);
    expect(checks.map(({ id, status }) => `${status} ${id}`)).toEqual(['warn host.ssh', 'crit kafka.leader', 'ok host.ssh']);
  });
});

describe('the sentence', () => {
  it.each<[Status[], string]>([
    [['ok'], 'The cluster works.'],
    [['warn', 'warn', 'unknown'], 'The cluster serves, but not everything is as it should be: 2 warnings, 1 unknown.'],
    [['crit', 'unknown'], 'The cluster does not serve all clients, or the next loss costs data or service: 1 critical finding, 1 unknown.'],
    [['unknown'], 'Whether the cluster works could not be seen: 1 unknown.'],
    [[], 'Whether the cluster works could not be seen: nothing was checked.'],
  ])('for %j', (statuses, text) => {
    expect(sentence(verdict(statuses.map((status) => report(status))))).toBe(text);
  });
});
