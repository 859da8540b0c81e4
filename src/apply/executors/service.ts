// Executors of services: start, stop and restart them by the script on their host.
import { AppError } from '../../errors/app-error.js';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { Service } from '../../model/component.js';
import { inTurn, settled, type Done, type Executor, type ExecutorContext } from './executor.js';

/** A wrong option or a file that cannot be read ends a JVM within this; whether it serves is asked later, by a gate. */
const WATCH_S = 2;
const START_MS = 60_000;
/** How long a killed process may take to end, after a stop that took too long. */
const KILL_S = 20;
const SLACK_MS = 30_000;

/** Exit codes of templates/service/service.sh. */
const WRONG_ARGUMENTS = 2;
const STILL_THERE = 3;
const ORPHAN = 4;

export const serviceStartExecutor: Executor<'service-start'> = {
  run: (actions, context) => inTurn(actions, ({ service }) => settled(() => start(service, context))),
};

export const serviceStopExecutor: Executor<'service-stop'> = {
  run: (actions, context) => inTurn(actions, ({ service, kill }) => settled(() => stop(service, kill, context))),
};

/** Always a new process: whether one is needed was decided before. */
export const serviceRestartExecutor: Executor<'service-restart'> = {
  run: (actions, context) => inTurn(actions, ({ service }) => settled(() => restart(service, context))),
};

async function start(service: Service, context: ExecutorContext): Promise<Done> {
  const { code, stdout, stderr } = await run(service, ['start', service.component, String(WATCH_S)], START_MS, context, 'start');
  if (code === 0) return { result: changed(stdout) };
  const { host } = context.session;
  const todo =
    code === ORPHAN
      ? [`Restart it: "fams-ops restart ${service.component} --limit ${host}".`]
      : ['Correct what its log says, then run the same command again.', `More of it: "fams-ops logs ${service.component}".`];
  return failed(service, context, `${service.component} could not be started on ${host}: ${stderr.trim()}`, todo);
}

async function stop(service: Service, kill: boolean, context: ExecutorContext): Promise<Done> {
  const seconds = Math.ceil(service.stopMs / 1000);
  const args = ['stop', service.component, String(seconds), ...(kill ? [String(KILL_S)] : [])];
  const { code, stdout, stderr } = await run(service, args, (seconds + KILL_S) * 1000 + SLACK_MS, context, 'stop');
  if (code === 0) return { result: changed(stdout) };
  const { host } = context.session;
  return failed(service, context, `${service.component} could not be stopped on ${host}: ${stderr.trim()}`, [
    `See what it is at: "fams-ops logs ${service.component}". It may still be writing its data: kill it only when you know that it is not.`,
  ]);
}

/** One script on the host, which goes to its end also when this machine or the connection is gone. */
async function restart(service: Service, context: ExecutorContext): Promise<Done> {
  const { component, stopMs } = service;
  const seconds = Math.ceil(stopMs / 1000);
  const args = ['restart', component, String(seconds), String(WATCH_S)];
  const { code, stdout, stderr } = await run(service, args, seconds * 1000 + START_MS + SLACK_MS, context, 'restart');
  if (code === 0) return { result: changed(stdout) };
  return failed(service, context, `${component} could not be restarted on ${context.session.host}: ${stderr.trim()}`, [
    code === WRONG_ARGUMENTS
      ? 'The scripts there are of an older fams-ops. Bring this version\'s: "fams-ops provision" or, for the streaming side, "fams-ops launch".'
      : 'Correct what its log says, then run the same command again.',
    `More of it: "fams-ops logs ${component}".`,
  ]);
}

async function run(
  { base, component }: Service,
  args: readonly string[],
  deadlineMs: number,
  { session, signal }: ExecutorContext,
  verb: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const outcome = await session.run(remoteScript('service'), [base, ...args], { deadlineMs, ...(signal && { signal }) });
  if (outcome.kind === 'exit' && [1, STILL_THERE, ORPHAN].includes(outcome.code)) return outcome;
  // A shell that finds no script at all may end with the same code.
  if (outcome.kind === 'exit' && outcome.code === WRONG_ARGUMENTS && outcome.stderr.includes(`unknown: ${verb}`)) return outcome;
  return { code: 0, ...expectSuccess(session, outcome, `${verb} ${component}`) };
}

const changed = (stdout: string): 'changed' | 'ok' => (stdout.split('\n').includes('changed yes') ? 'changed' : 'ok');

function failed({ run: file }: Service, { session }: ExecutorContext, what: string, todo: readonly string[]): Done {
  return { result: 'failed', error: new AppError('SERVICE_FAILED', what, { where: { host: session.host, file }, todo }) };
}
