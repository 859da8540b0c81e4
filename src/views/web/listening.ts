// Begins to listen, and says in words why it cannot.
import { once } from 'node:events';
import type { Server } from 'node:http';
import { AppError } from '../../errors/app-error.js';
import type { ListenAt } from './address.js';

/** @throws AppError USAGE for what is no address of this machine, LISTEN_FAILED for a port that is taken or not to be had */
export async function listening(server: Server, { host, port }: ListenAt): Promise<{ readonly address: string; readonly port: number }> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw refused(error, { host, port });
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`it listens on ${String(address)}`);
  return address;
}

function refused(error: unknown, { host, port }: ListenAt): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const where = { command: `--web ${host}:${String(port)}` };
  const details = (...todo: readonly string[]) => ({ where, todo, cause: error });
  switch (code) {
    case 'EADDRINUSE':
      return new AppError(
        'LISTEN_FAILED',
        `Port ${String(port)} of ${host} is taken: something else listens there.`,
        details(`Choose another with --web ${host}:PORT; port 0 takes any that is free.`, `"ss -ltnp" says what has it.`),
      );
    case 'EACCES':
      return new AppError(
        'LISTEN_FAILED',
        `This user may not listen on port ${String(port)} of ${host}.`,
        details('Choose a port from 1024 on.'),
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return new AppError(
        'USAGE',
        `"${host}" is no address of this machine (${code}).`,
        details('Name one that "ip address" shows, or 127.0.0.1.'),
      );
    default:
      return new AppError(
        'LISTEN_FAILED',
        `Nothing can listen on port ${String(port)} of ${host}: ${error instanceof Error ? error.message : String(error)}`,
        details('Choose another with --web ADDRESS:PORT.'),
      );
  }
}
