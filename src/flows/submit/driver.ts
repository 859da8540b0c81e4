// The driver of a submitted program while it runs: its output as it comes, signs of life to it, and its end.
import { setTimeout as sleep } from 'node:timers/promises';
import { eitherSignal, whenAborted } from '../../errors/signals.js';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { Chunk, FollowEnd, HostSession } from '../../model/session.js';
import { Tail } from './tail.js';

/** The driver ends by itself after a minute without a sign of life. */
const SIGN_MS = 5000;
/** How long a driver that was told to end may take: its own hooks have 15 s. */
const ENDING_MS = 25_000;
const RECORD_MS = 20_000;

export interface DriverRun {
  /** Working directory, and the directory of this run. */
  readonly work: string;
  readonly run: string;
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (chunk: Chunk) => Promise<void>;
  /** Fires on Ctrl-C; the driver is then told to end, and waited for. */
  readonly signal: AbortSignal;
}

export interface DriverEnd {
  readonly end: FollowEnd;
  readonly stdout: Tail;
  readonly stderr: Tail;
}

/** @throws AppError HOST_LOST, COMMAND_FAILED */
export async function runDriver(session: HostSession, driver: DriverRun): Promise<DriverEnd> {
  const { work, run, words, environment, onOutput, signal } = driver;
  const said = { stdout: new Tail(), stderr: new Tail() };
  const over = new AbortController();
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = (): void => {
    timer = setTimeout(() => patience.abort(), ENDING_MS);
  };
  whenAborted(signal, giveUp);
  const script = `${remoteScript('placing')}\n${remoteScript('submit')}`;
  const input = signsOfLife(eitherSignal(signal, over.signal));
  const output = session
    .follow(script, [work, run, ...words], { signal: patience.signal, env: environment, input })
    [Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await output.next();
      if (next.done === true) return { end: next.value, ...said };
      said[next.value.stream].add(next.value.bytes);
      await onOutput(next.value);
    }
  } finally {
    over.abort();
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    await output.return?.();
  }
}

/** Yields signs of life until the signal fires. The watcher on the host takes their end for the end of this process. */
async function* signsOfLife(signal: AbortSignal): AsyncGenerator<Uint8Array> {
  while (!signal.aborted) {
    yield Buffer.from('\n');
    await sleep(SIGN_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** Reads the records of a run by name, and removes its directory. */
export async function takeRecord(session: HostSession, run: string): Promise<ReadonlyMap<string, string>> {
  const outcome = await session.run(remoteScript('submit-end'), [run], { deadlineMs: RECORD_MS });
  const { stdout } = expectSuccess(session, outcome, `tell what is on record in ${run}`);
  const lines = stdout.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
    const at = line.indexOf(' ');
    return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
  });
  return new Map(lines);
}
