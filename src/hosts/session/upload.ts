// A file on its way to a host: streamed from disk, checked there before it gets its name.
import { createReadStream, type ReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { AppError } from '../../errors/app-error.js';
import type { PutOptions } from '../../model/session.js';
import { Capture } from './capture.js';
import { Execution, type Ending, type ExecutionOptions } from './execution.js';
import { remoteScript } from './scripts.js';
import type { ShellText } from './shell-text.js';
import { interrupted, lostHost } from './script-outcome.js';

/** The part of a session that an upload needs. */
interface Beginner {
  readonly host: string;
  begin(text: ShellText, options: Omit<ExecutionOptions, 'readyMs'>): Promise<Execution | Ending>;
}

/** As `templates/scripts/put.sh` ends. */
const NOT_WHAT_WAS_SENT = 3;

/**
 * @param options.deadlineMs the longest pause without progress; the whole upload may take longer
 * @throws AppError UPLOAD_FAILED, HOST_LOST or INTERRUPTED; the target is then as it was
 */
export async function upload(session: Beginner, from: string, to: string, options: PutOptions): Promise<void> {
  await requireReadable(session.host, from, to);
  const { sha256, mode, deadlineMs, signal } = options;
  const said = new Capture(1 << 14);
  let source: ReadStream | undefined;
  let failure: Error | undefined;
  const begun = await session.begin(
    { script: remoteScript('put'), args: [to, sha256, mode.toString(8)], input: 'payload' },
    {
      deadlineMs,
      signal,
      onOutput: (_stream, bytes) => said.add(bytes),
      onBegin: (stdin, execution) => {
        source = createReadStream(from);
        source.on('error', (error) => (failure = error));
        send(source, stdin, (sent) => {
          execution.extend();
          options.onProgress?.(sent);
        });
      },
    },
  );
  const ending = begun instanceof Execution ? await begun.ending : begun;
  source?.destroy();
  if (ending.kind === 'exit' && ending.code === 0) return;
  throw explain(session.host, to, failure ?? ending, said.text().trim());
}

async function requireReadable(host: string, from: string, to: string): Promise<void> {
  try {
    await (await open(from, 'r')).close();
  } catch (cause) {
    throw unreadable(host, to, cause, from);
  }
}

/** Writes as fast as the channel takes it; its end, and also a failure to read, is the end of the payload. */
function send(source: ReadStream, stdin: Writable, onSent: (bytes: number) => void): void {
  let sent = 0;
  source.on('data', (chunk) => {
    const more = stdin.write(chunk, () => {
      sent += chunk.length;
      onSent(sent);
    });
    if (!more) source.pause();
  });
  stdin.on('drain', () => source.resume());
  source.on('close', () => stdin.end());
}

function explain(host: string, to: string, ending: Ending | Error, said: string): AppError {
  if (ending instanceof Error) return unreadable(host, to, ending, null);
  const what = `upload of ${to} to ${host}`;
  switch (ending.kind) {
    case 'lost':
      return lostHost(host, `during the ${what}`, ending.reason);
    case 'aborted':
      return interrupted(host, `take ${to}`);
    case 'timed-out':
      return failed(
        host,
        to,
        `nothing moved for ${String(ending.afterMs / 1000)} s`,
        'See whether the host is overloaded or its disk hangs.',
      );
    case 'refused':
      return failed(host, to, ending.reason, 'Log in to it by hand (ssh) and see that a shell starts.');
    case 'exit':
      if (ending.code === NOT_WHAT_WAS_SENT)
        return failed(
          host,
          to,
          `what arrived is not what was sent: ${said}`,
          'Was the local file changed meanwhile? Run the same command again.',
        );
      return failed(host, to, said === '' ? `exit ${String(ending.code)}` : said, remedy(said));
  }
}

function remedy(said: string): string {
  if (/no space left|quota exceeded/i.test(said)) return 'Free space in the file system that is shown, then run the same command again.';
  if (/permission denied|read-only/i.test(said)) return 'Let the login user write there, then run the same command again.';
  return 'Correct what it says on that host, then run the same command again.';
}

function failed(host: string, to: string, why: string, todo: string): AppError {
  return new AppError('UPLOAD_FAILED', `${to} could not be put on ${host}: ${why}`, { where: { host, file: to }, todo: [todo] });
}

function unreadable(host: string, to: string, cause: unknown, from: string | null): AppError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('UPLOAD_FAILED', `${to} could not be put on ${host}: the local file cannot be read: ${why}`, {
    where: { host, ...(from !== null && { file: from }) },
    todo: ['See that the local file is there and readable.'],
    cause,
  });
}
