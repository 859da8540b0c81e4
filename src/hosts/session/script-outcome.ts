// Script outcome: the error for each bad ending of a script, for all callers.
import { AppError } from '../../errors/app-error.js';
import { withoutFrames } from '../../errors/java-output.js';
import type { HostSession, RunOutcome } from '../../model/session.js';

/** Lines of a failed script's output that are worth showing. */
const SHOWN_LINES = 5;
/** Characters of it under --debug, where a stack trace was left out. */
const DEBUG_LENGTH = 20_000;

/**
 * The output of a script that ended with 0.
 * @param what what it was to do, as it continues "could not": `create /home/fams/zk_data`
 * @throws AppError COMMAND_FAILED (it ended otherwise, or was not begun), HOST_LOST (link gone, or silence until the deadline) or INTERRUPTED
 */
export function expectSuccess(
  session: HostSession,
  outcome: RunOutcome,
  what: string,
): { readonly stdout: string; readonly stderr: string } {
  const { host } = session;
  const { stdout, stderr } = outcome;
  const saw = lastLines(stderr) || lastLines(stdout);
  switch (outcome.kind) {
    case 'exit': {
      if (outcome.code === 0) return { stdout, stderr };
      const how = outcome.signal ?? `exit ${String(outcome.code)}`;
      throw new AppError('COMMAND_FAILED', `${host} could not ${what} (${how})${saw === '' ? '; it said nothing.' : `: ${saw}`}`, {
        where: { host },
        todo: ['Correct what it says on that host, then run the same command again.'],
        ...(stderr.includes(saw) ? {} : { cause: new Error(`${host} said: ${stderr.trim().slice(-DEBUG_LENGTH)}`) }),
      });
    }
    case 'refused':
      throw notBegun(host, what, outcome.reason);
    case 'lost':
      throw lostHost(host, `while it was to ${what}`, outcome.reason);
    case 'timed-out':
      throw new AppError(
        'HOST_LOST',
        `${host} did not ${what} within ${String(outcome.afterMs / 1000)} s${saw === '' ? ' and said nothing.' : `; it said last: ${saw}`}`,
        { where: { host }, todo: ['See whether the host is overloaded or its disk hangs, then run the same command again.'] },
      );
    case 'aborted':
      throw interrupted(host, what);
  }
}

/** @param what as for expectSuccess */
export function notBegun(host: string, what: string, reason: string): AppError {
  return new AppError('COMMAND_FAILED', `${host} could not ${what}: ${reason}`, {
    where: { host },
    todo: ['Log in to it by hand (ssh) and see that a shell starts; check MaxSessions in its sshd_config.'],
  });
}

/** @param during `while it was to ...` */
export function lostHost(host: string, during: string, reason: string): AppError {
  return new AppError('HOST_LOST', `The connection to ${host} was lost ${during}: ${reason}`, {
    where: { host },
    todo: ['See whether the host and the network are up, then run the same command again: it goes on from there.'],
  });
}

/** @param what as for expectSuccess */
export function interrupted(host: string, what: string): AppError {
  return new AppError('INTERRUPTED', `Interrupted; ${host} was to ${what}.`, {
    where: { host },
    todo: ['Run the same command again: it goes on from there.'],
  });
}

function lastLines(text: string): string {
  return withoutFrames(text.trim()).split('\n').slice(-SHOWN_LINES).join('\n');
}
