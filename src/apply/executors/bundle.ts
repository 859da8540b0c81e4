// Executor of software: sends the archive to a host that lacks it, unpacks it beside its directory, and moves it there as a whole.
import { dirname } from 'node:path/posix';
import { AppError } from '../../errors/app-error.js';
import type { ActionOf } from '../../model/action.js';
import type { BundleUse } from '../../model/component.js';
import { runForAnswers } from './answers.js';
import { inTurn, settled, type Archive, type Done, type Executor, type ExecutorContext } from './executor.js';

const UNPACK_MS = 600_000;
/** How long nothing may move. */
const STALL_MS = 60_000;

export const bundleExecutor: Executor<'bundle'> = {
  run: (actions, context) => inTurn(actions, (action) => settled(() => place(action, context))),
};

async function place({ use }: ActionOf<'bundle'>, context: ExecutorContext): Promise<Done> {
  const archive = context.bundles[use.bundle.name];
  if (archive === undefined)
    throw new AppError('BUG', `there is no archive of the bundle "${use.bundle.name}"`, {
      todo: ['Run it again with --debug and report what it prints.'],
    });
  const there = `${context.base}/bundles/${use.bundle.name}-${use.bundle.digest.slice(0, 12)}.tgz`;
  const first = await unpack(use, there, archive, context);
  if (first.result !== 'not-run') return first;
  await send(use, there, archive, context);
  const second = await unpack(use, there, archive, context);
  if (second.result !== 'not-run') return second;
  throw new AppError('UPLOAD_FAILED', `${there} on ${context.session.host} was gone or changed right after it was sent.`, {
    where: { host: context.session.host, file: there },
    todo: ['See who else works on that host, then run the same command again.'],
  });
}

async function send(
  use: BundleUse,
  to: string,
  { archive, sha256, bytes }: Archive,
  { session, signal, onBytes }: ExecutorContext,
): Promise<void> {
  const onProgress = (sent: number): void => onBytes?.(use.bundle.directory, sent, bytes);
  await session.put(archive, to, { sha256, mode: 0o644, deadlineMs: STALL_MS, onProgress, ...(signal && { signal }) });
}

/** @returns `not-run` where the archive has to be sent first */
async function unpack(use: BundleUse, there: string, { sha256 }: Archive, context: ExecutorContext): Promise<Done> {
  const { bundle, dir, record, digestFile } = use;
  const [done] = await runForAnswers(context, {
    scripts: ['placing', 'listing', 'ownership', 'bundle'],
    // `<home>/.fams-ops/<cluster>` lies two floors below the home.
    args: [dirname(dirname(context.base)), dir, bundle.directory, record, digestFile, bundle.digest, there, sha256],
    deadlineMs: UNPACK_MS,
    what: [`unpack ${bundle.directory} to ${dir}`],
    other: (_i, answer) => (answer === 'need' ? { result: 'not-run' } : undefined),
  });
  if (done === undefined) throw new Error('one thing asked, no answer judged');
  return done;
}
