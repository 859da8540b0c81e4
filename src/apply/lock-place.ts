// Lock of one host: takes, keeps, reads and releases it by a script there.
import { AppError } from '../errors/app-error.js';
import { remoteScript } from '../hosts/session/scripts.js';
import { expectSuccess } from '../hosts/session/script-outcome.js';
import type { HostName } from '../model/cluster.js';
import type { HostSession } from '../model/session.js';
import type { Holder } from './holder.js';

export interface LockPlace {
  readonly session: HostSession;
  /** `<home>/.fams-ops/<cluster>` */
  readonly base: string;
}

/** Somebody's lock as one host has it. */
export interface HeldLock {
  readonly host: HostName;
  readonly token: string;
  readonly secondsSinceBeat: number;
  readonly holder: Holder;
}

export interface Claim {
  readonly token: string;
  readonly staleSeconds: number;
  readonly holder: Holder;
  /** Owner that is known to be dead. */
  readonly dead?: string;
}

const DEADLINE_MS = 15_000;

/** @returns null when we hold the lock of this host now, else the lock of its present holder */
export async function take(
  place: LockPlace,
  { token, staleSeconds, holder, dead = '' }: Claim,
  signal: AbortSignal,
): Promise<HeldLock | null> {
  const json = Buffer.from(JSON.stringify(holder)).toString('base64');
  const answer = await ask(place, 'take', [token, String(staleSeconds), json, dead], 'take the cluster lock', signal);
  if (answer === 'mine') return null;
  return heldBy(place, answer) ?? refuse(place, answer);
}

/** @returns false when another run has taken the lock of this host away from us */
export async function beat(place: LockPlace, token: string): Promise<boolean> {
  return (await ask(place, 'beat', [token], 'keep the cluster lock')) === 'mine';
}

/** Releases the lock of this host if it has this token, which may be our own or that of another run. */
export async function release(place: LockPlace, token: string): Promise<void> {
  await ask(place, 'release', [token], 'give back the cluster lock');
}

export async function read(place: LockPlace, signal: AbortSignal): Promise<HeldLock | null> {
  const answer = await ask(place, 'read', [], 'say who has the cluster lock', signal);
  return answer === '' ? null : (heldBy(place, answer) ?? refuse(place, answer));
}

async function ask(
  { session, base }: LockPlace,
  verb: string,
  args: readonly string[],
  what: string,
  signal?: AbortSignal,
): Promise<string> {
  const outcome = await session.run(remoteScript('lock'), [verb, base, ...args], { deadlineMs: DEADLINE_MS, ...(signal && { signal }) });
  return expectSuccess(session, outcome, what).stdout.trim();
}

function heldBy({ session }: LockPlace, answer: string): HeldLock | null {
  const [, token, age, base64] = /^held (\S+) (-?\d+) ?(\S*)$/.exec(answer) ?? [];
  if (token === undefined || base64 === undefined) return null;
  return { host: session.host, token, secondsSinceBeat: Math.max(0, Number(age)), holder: parseHolder(base64) };
}

/** An unreadable record is still a lock: the holder's name then says that it is unreadable. */
function parseHolder(base64: string): Holder {
  let found: Partial<Record<keyof Holder, unknown>> = {};
  try {
    const value: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    if (typeof value === 'object' && value !== null) found = value;
  } catch {
    // Told as unknown below.
  }
  const text = (key: keyof Holder, unknown: string): string => (typeof found[key] === 'string' ? found[key] : unknown);
  return {
    user: text('user', 'somebody'),
    machine: text('machine', 'an unknown machine'),
    bootId: text('bootId', ''),
    pidNamespace: text('pidNamespace', ''),
    pid: typeof found.pid === 'number' ? found.pid : 0,
    pidStart: text('pidStart', ''),
    command: text('command', 'unknown'),
    since: text('since', 'an unknown time'),
  };
}

function refuse({ session, base }: LockPlace, answer: string): never {
  const why = answer.replace(/^failed /, '') || 'it gave no answer';
  throw new AppError('COMMAND_FAILED', `${session.host} could not take the cluster lock: ${why}`, {
    where: { host: session.host, file: `${base}/lock` },
    todo: ['Let the login user write there, free space if its disk is full, then run the same command again.'],
  });
}
