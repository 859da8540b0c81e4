import { expect, it } from 'vitest';
import { toAppError } from '../../../src/errors/app-error.js';
import { withoutSecretValues } from '../../../src/errors/usage-text.js';

it.each([
  ['Unexpected argument: my.db.password=hunter2', 'Unexpected argument: my.db.password=***'],
  ['Nonexistent flag: --api-token=hunter2 --x', 'Nonexistent flag: --api-token=*** --x'],
  ['"DB_PASS=hunter2"', '"DB_PASS=***"'],
  ['Unexpected argument: topic=a', 'Unexpected argument: topic=a'],
])('%s is told without the secret', (typed, told) => {
  expect(withoutSecretValues(typed)).toBe(told);
  const thrown = Object.assign(new Error(typed), { oclif: {} });
  expect(toAppError(thrown)).toMatchObject({ code: 'USAGE', message: told });
});
