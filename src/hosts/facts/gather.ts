// Gathering of facts: one script reads everything that a run needs to know about a host, and changes nothing.
import { AppError } from '../../errors/app-error.js';
import type { FactsRequest, HostFacts } from '../../model/facts.js';
import type { HostSession } from '../../model/session.js';
import { parseFacts } from './parse.js';
import { factsArguments } from './request.js';
import { remoteScript } from '../session/scripts.js';
import { expectSuccess } from '../session/script-outcome.js';

/** Functions first, then what calls them. */
const PARTS = ['listing', 'ownership', 'facts-machine', 'facts-paths', 'facts-services', 'facts-elsewhere', 'facts'];
/** All small files together, in base64, take some hundred kilobytes. A host that sends more than this limit is broken or hostile. */
const MAX_OUTPUT = 8 << 20;

interface FactsOptions {
  /** For the whole script. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/**
 * Looks at a host.
 * @throws AppError COMMAND_FAILED (also for an answer that makes no sense), HOST_LOST or INTERRUPTED
 */
export async function gatherFacts(session: HostSession, request: FactsRequest, options: FactsOptions): Promise<HostFacts> {
  const beganMs = Date.now();
  const script = PARTS.map(remoteScript).join('\n');
  const outcome = await session.run(script, factsArguments(request), { ...options, maxOutput: MAX_OUTPUT, stopWhenFull: true });
  const endedMs = Date.now();
  if (outcome.truncated) throw tooMuch(session.host);
  const { stdout } = expectSuccess(session, outcome, 'say what is there');
  return parseFacts(session.host, request, stdout, { beganMs, endedMs });
}

function tooMuch(host: string): AppError {
  return new AppError(
    'COMMAND_FAILED',
    `${host} answered with more than ${String(MAX_OUTPUT >> 20)} MiB when it was asked what is there; the rest was not read.`,
    {
      where: { host },
      todo: ['Log in to it by hand: does its shell, or a command such as ls, stat or date, print something without end?'],
    },
  );
}
