// Does a client on this machine reach the brokers where they send their clients? Not through ssh, as everything else here, but directly.
import { openTcp } from '../hosts/tcp.js';
import type { AdvertisedDial, Registry } from '../model/observed.js';

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
        return { ...broker, failure: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}
