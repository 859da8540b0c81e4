// What is on a host: one script, all that a run needs to know, nothing changed.
import type { FactsRequest, HostFacts } from '../model/facts.js';
import type { HostSession } from '../model/session.js';
import { parseFacts } from './facts-parse.js';
import { factsArguments } from './facts-request.js';
import { remoteScript } from './scripts.js';
import { expectSuccess } from './success.js';

/** Functions first, then what calls them. */
const PARTS = ['listing', 'ownership', 'facts-machine', 'facts-paths', 'facts-services', 'facts-elsewhere', 'facts'];
/** The texts of all small files together, in base64. */
const MAX_OUTPUT = 32 << 20;

interface FactsOptions {
  /** For all of it. */
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
  const outcome = await session.run(script, factsArguments(request), { ...options, maxOutput: MAX_OUTPUT });
  const endedMs = Date.now();
  const { stdout } = expectSuccess(session, outcome, 'say what is there');
  return parseFacts(session.host, request, stdout, { beganMs, endedMs });
}
