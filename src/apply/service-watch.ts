// Service watch: tells a gate that the service it waits for has given up.
import { AppError } from '../errors/app-error.js';
import { remoteScript } from '../hosts/session/scripts.js';
import { expectSuccess } from '../hosts/session/script-outcome.js';
import type { HostName } from '../model/cluster.js';
import type { Service } from '../model/component.js';
import type { Live } from '../model/live.js';

const ASK_MS = 20_000;

/** SERVICE_FAILED with the last lines of its output, or null while its supervisor goes on. */
export async function serviceFailure(live: Live, host: HostName, { base, component, run }: Service): Promise<AppError | null> {
  const session = live.session(host);
  const outcome = await session.run(remoteScript('service-failure'), [base, component], { deadlineMs: ASK_MS });
  const { stdout } = expectSuccess(session, outcome, `tell of ${component}`);
  if (stdout.trim() === '') return null;
  return new AppError('SERVICE_FAILED', `${component} on ${session.host} does not stay up: ${stdout.trim()}`, {
    where: { host: session.host, file: run },
    todo: [
      'Correct what its log says, then run the same command again.',
      `More of it: "fams-ops logs ${component} --limit ${session.host}".`,
    ],
  });
}
