// Pure: what the checks of hosts share.
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';

export const placedOn = ({ placed }: Resolved, host: HostName): readonly Placed[] =>
  placed.filter(({ instance }) => instance.host.name === host);

/** Each host by itself. */
export const eachHost = (
  facts: ReadonlyMap<HostName, HostFacts>,
  want: Resolved,
  judge: (host: HostFacts, placed: readonly Placed[]) => readonly Finding[],
): readonly Finding[] => [...facts.values()].flatMap((host) => judge(host, placedOn(want, host.host)));

/** The same for hosts that are one machine. */
export const machineOf = ({ hostname, bootId }: HostFacts): string => `${hostname} ${bootId}`;

export const megabytes = (kb: number): string => `${Math.round(kb / 1024).toLocaleString('en')} MB`;

export const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';
