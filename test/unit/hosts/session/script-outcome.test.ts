import { expect, it } from 'vitest';
import { AppError } from '../../../../src/errors/app-error.js';
import { expectSuccess } from '../../../../src/hosts/session/script-outcome.js';
import type { HostSession, RunOutcome } from '../../../../src/model/session.js';

const session = { host: 'web1' } as HostSession;
const said = { stdout: 'out\n', stderr: 'one\ntwo\n', truncated: false };

function thrown(outcome: RunOutcome): string {
  try {
    expectSuccess(session, outcome, 'make /x');
  } catch (error) {
    if (error instanceof AppError) return `${error.code}: ${error.message}`;
  }
  return 'nothing';
}

it('gives the output of what ended with 0', () => {
  expect(expectSuccess(session, { kind: 'exit', code: 0, ...said }, 'make /x')).toEqual({ stdout: 'out\n', stderr: 'one\ntwo\n' });
});

it.each<readonly [RunOutcome, string]>([
  [{ kind: 'exit', code: 3, ...said }, 'COMMAND_FAILED: web1 could not make /x (exit 3): one\ntwo'],
  [{ kind: 'exit', code: 128, signal: 'SIGKILL', ...said, stderr: '' }, 'COMMAND_FAILED: web1 could not make /x (SIGKILL): out'],
  [{ kind: 'exit', code: 1, ...said, stderr: '', stdout: '' }, 'COMMAND_FAILED: web1 could not make /x (exit 1); it said nothing.'],
  [{ kind: 'refused', reason: 'why', ...said }, 'COMMAND_FAILED: web1 could not make /x: why'],
  [{ kind: 'lost', reason: 'why', ...said }, 'HOST_LOST: The connection to web1 was lost while it was to make /x: why'],
  [{ kind: 'timed-out', afterMs: 1500, ...said }, 'HOST_LOST: web1 did not make /x within 1.5 s; it said last: one\ntwo'],
  [{ kind: 'aborted', ...said }, 'INTERRUPTED: Interrupted; web1 was to make /x.'],
])('says what %o means', (outcome, message) => {
  expect(thrown(outcome)).toBe(message);
});
