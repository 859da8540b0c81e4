// A session with whichever member of an ensemble serves.
import { AppError, toAppError } from '../../errors/app-error.js';
import type { Endpoint, WireOptions } from '../dial.js';
import { ZooKeeperClient, type ZooKeeperOptions } from './client.js';

export type EnsembleOptions = Omit<ZooKeeperOptions, keyof WireOptions> & Omit<WireOptions, 'host'>;

/**
 * Tries the members in turn until one serves, and always closes the session. `deadlineMs` is for each member and each
 * wait after it. Throws WIRE_FAILED with a cause for every member when none serves; errors of `use` as they are.
 */
export async function withZooKeeper<T>(
  members: readonly Endpoint[],
  options: EnsembleOptions,
  use: (client: ZooKeeperClient) => Promise<T>,
): Promise<T> {
  const client = await firstServing(members, options);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

async function firstServing(members: readonly Endpoint[], options: EnsembleOptions): Promise<ZooKeeperClient> {
  const causes: AppError[] = [];
  for (const { host, dial } of members) {
    try {
      return await ZooKeeperClient.connect(dial, { ...options, host });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      causes.push(toAppError(error));
    }
  }
  const asked = members.map(({ host }) => host).join(', ');
  throw new AppError('WIRE_FAILED', `No ZooKeeper member serves (asked: ${asked})`, {
    where: asked === '' ? {} : { host: asked },
    todo: ['A quorum of the ensemble must run: fams-ops status, fams-ops start zookeeper.'],
    causes,
  });
}
