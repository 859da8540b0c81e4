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
      // The record keeps the boot in which the lock was taken: after a reboot a beat does not make it young again.
      machine.lock.beat = uptimeOf(machine, now);
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
  if (lock?.token === token) return 'mine';
  if (lock !== null && lock.token !== dead && !isStale(machine, lock, Number(stale), now)) return held(machine, lock, now);
  machine.lock = { token, holderBase64, beat: uptimeOf(machine, now), boot: machine.boot };
  return 'mine';
}

const held = (machine: Machine, lock: HeldLock, now: number): string =>
  `held ${lock.token} ${String(ageOf(machine, lock, now))} ${lock.holderBase64}`;

/** Whole seconds since boot. */
const uptimeOf = ({ bootedAt }: Machine, now: number): number => Math.floor((now - bootedAt) / 1000);

/** Seconds since the last beat. A beat from before a reboot is as old as the boot at least. */
const ageOf = (machine: Machine, { beat, boot }: HeldLock, now: number): number =>
  boot === machine.boot ? uptimeOf(machine, now) - beat : uptimeOf(machine, now);

/** A beat in the future is one from before a restart that kept the boot id: a container's. */
function isStale(machine: Machine, lock: HeldLock, stale: number, now: number): boolean {
  const age = ageOf(machine, lock, now);
  return lock.boot !== machine.boot || age > stale || age < -stale;
}
