import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors/app-error.js';
import type { Status } from '../../../src/model/check.js';
import { failed, succeeded } from '../../../src/views/envelope.js';
import { changesBetween } from '../../../src/verify/changes.js';
import { violations, type Schema } from './json-schema.js';
import { allGone, allWell, LOOKS } from './looks.js';

const schema = JSON.parse(readFileSync(new URL('../../../docs/verify.schema.json', import.meta.url), 'utf8')) as Schema;
const HEAD = { command: 'verify', cluster: 'fams' };

/** As it is printed. */
const printed = (value: object): Record<string, unknown> => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

describe('the schema of the verify document', () => {
  it.each(Object.values(LOOKS))('holds for a verdict', (look) => {
    const { result, exitCode } = look();
    expect(violations(schema, printed(succeeded(HEAD, exitCode === 0, result)))).toEqual([]);
  });

  it('holds for a look of a watch', () => {
    const changes = changesBetween(allWell().result.checks, allGone().result.checks);
    expect(changes.length).toBeGreaterThan(3);
    const document = printed(succeeded(HEAD, false, { ...allGone().result, look: 2, changes }));
    expect(violations(schema, document)).toEqual([]);
  });

  it('holds for an error with all that it can carry', () => {
    const problem = { file: 'f.yaml', line: 3, column: 1, path: 'verify.host.disc', message: 'unknown check', severity: 'error' } as const;
    const cause = new AppError('HOST_UNREACHABLE', 'no answer', { where: { host: 'n1' }, todo: ['Look.'] });
    const error = new AppError('INVENTORY_INVALID', 'wrong', {
      where: { file: 'f.yaml', line: 3 },
      todo: [],
      problems: [problem],
      causes: [cause],
    });
    expect(violations(schema, printed(failed({ ...HEAD, cluster: null }, error)))).toEqual([]);
  });

  it.each<[string, (document: Record<string, unknown>, result: Record<string, unknown>) => void]>([
    ['another version', (document) => (document['schemaVersion'] = 2)],
    ['another command', (document) => (document['command'] = 'status')],
    ['neither result nor error', (document) => delete document['result']],
    ['both', (document) => (document['error'] = { code: 'BUG', what: 'x', where: {}, todo: [], exitCode: 70 })],
    ['no sentence', (_, result) => delete result['sentence']],
    ['a word that is none', (_, result) => (result['status'] = 'fine' as Status)],
    ['a local time', (_, result) => (result['startedAt'] = '2026-01-02 03:04:05')],
    ['a report without its message', (_, result) => delete (result['checks'] as Record<string, unknown>[])[0]?.['message']],
    ['a look without its changes', (_, result) => (result['look'] = 1)],
  ])('refuses %s', (_, damage) => {
    const document = printed(succeeded(HEAD, true, allWell().result));
    damage(document, document['result'] as Record<string, unknown>);
    expect(violations(schema, document)).not.toEqual([]);
  });
});
