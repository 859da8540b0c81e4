// Pure: whether a listener stands in the way of an address.
import type { HostFacts, Listener } from '../../model/facts.js';

/** Whoever listens on another address of the machine does no harm. */
export function overlaps({ address: held }: Pick<Listener, 'address'>, address: string, { names }: Pick<HostFacts, 'names'>): boolean {
  return held === '0.0.0.0' || held === '::' || held === address || (names[address] ?? []).includes(held);
}
