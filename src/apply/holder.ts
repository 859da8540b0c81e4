// Who holds a lock: enough to tell whether it still lives, where that can be told, and whom to ask where it cannot.
import { readFile, readlink } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';

export interface Holder {
  readonly user: string;
  readonly machine: string;
  /** Empty where the machine has no /proc: then nobody can say that the holder is gone. */
  readonly bootId: string;
  /** `pid:[4026531836]`. Containers on one machine share its boot id, not its process numbers. */
  readonly pidNamespace: string;
  readonly pid: number;
  /** Ticks since boot, field 22 of /proc/pid/stat; empty without /proc. */
  readonly pidStart: string;
  /** `provision` */
  readonly command: string;
  /** ISO 8601 UTC. */
  readonly since: string;
}

/** @param command the verb that wants the lock */
export async function thisHolder(command: string): Promise<Holder> {
  return {
    user: userName(),
    machine: hostname(),
    bootId: (await orEmpty(readFile('/proc/sys/kernel/random/boot_id', 'utf8'))).trim(),
    pidNamespace: await orEmpty(readlink('/proc/self/ns/pid')),
    pid: process.pid,
    pidStart: await startOf(process.pid),
    command,
    since: new Date().toISOString(),
  };
}

/**
 * Whether the holder ran where we run and is not there any more. False wherever that cannot be known.
 * @param startOf when a process of this machine began, as in `pidStart`; empty where there is no such process
 */
export const isGoneBy =
  (startOf: (pid: number) => Promise<string>) =>
  async (holder: Holder, us: Holder): Promise<boolean> => {
    const here = us.machine === holder.machine && us.bootId === holder.bootId && us.pidNamespace === holder.pidNamespace;
    if (!here || us.bootId === '' || us.pidNamespace === '' || us.pidStart === '' || holder.pidStart === '') return false;
    return (await startOf(holder.pid)) !== holder.pidStart;
  };

export const isGone = isGoneBy(startOf);

/** Empty where there is no such process (a zombie is none). */
async function startOf(pid: number): Promise<string> {
  const stat = await orEmpty(readFile(`/proc/${String(pid)}/stat`, 'utf8'));
  // The name, in brackets, may hold blanks and brackets.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
  return state === 'Z' || state === 'X' ? '' : (rest[18] ?? '');
}

/** A user id without an account has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${String(process.getuid?.() ?? '?')}`;
  }
}

const orEmpty = (text: Promise<string>): Promise<string> => text.catch(() => '');
