// Does a client on this machine reach the brokers where they send their clients? Not through ssh, as everything else here, but directly.
import { openTcp } from '../../../hosts/tcp.js';
import type { AdvertisedDial, Registry } from '../../../model/observed.js';
import { couldNotLook } from '../../../hosts/session/could-not-look.js';

/** Throws what says nothing of the brokers: no connection could be tried. */
export function dialAdvertised(
  { brokers }: Registry,
  options: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<readonly AdvertisedDial[]> {
  return Promise.all(
    brokers.map(async (broker) => {
      try {
        (await openTcp(broker.host, broker.port, options)).destroy();
        return { ...broker, failure: null };
      } catch (error) {
        if (couldNotLook(error)) throw error;
        return { ...broker, failure: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}
