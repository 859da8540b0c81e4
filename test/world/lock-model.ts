// What the lock script answers, without a shell: the same table of cases is run against both.
import type { HeldLock, Machine } from './machine.js';

/** @param args verb, base, token, ... as the script gets them */
export function lockAnswer(machine: Machine, args: readonly string[], now: number): string {
  const [verb, , token = '', ...rest] = args;
  switch (verb) {
    case 'take':
      return take(machine, token, rest, now);
    case 'beat':
      if (machine.lock?.token !== token) return 'gone';
      Object.assign(machine.lock, { beat: now - machine.bootedAt, boot: machine.boot });
      return 'mine';
    case 'release':
      if (machine.lock?.token === token) machine.lock = null;
      return 'gone';
    case 'read':
      return machine.lock === null ? '' : held(machine, machine.lock, now);
    default:
      throw new Error(`the lock script has no verb "${verb ?? ''}"`);
  }
}

function take(machine: Machine, token: string, [stale = '30', holderBase64 = '', dead = '']: readonly string[], now: number): string {
  const { lock } = machine;
  if (lock !== null && lock.token !== token && lock.token !== dead && ageOf(machine, lock, now) <= Number(stale))
    return held(machine, lock, now);
  if (lock?.token !== token) machine.lock = { token, holderBase64, beat: now - machine.bootedAt, boot: machine.boot };
  return 'mine';
}

const held = (machine: Machine, lock: HeldLock, now: number): string =>
  `held ${lock.token} ${String(Math.floor(ageOf(machine, lock, now)))} ${lock.holderBase64}`;

/** Seconds since the last beat, by the uptime of the host; a beat from before a reboot is stale. */
const ageOf = (machine: Machine, { beat, boot }: HeldLock, now: number): number =>
  boot === machine.boot ? (now - machine.bootedAt - beat) / 1000 : Infinity;
