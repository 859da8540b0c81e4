// Free ports on loopback addresses, chosen below the range that the kernel gives to outgoing connections.
import { once } from 'node:events';
import { createServer } from 'node:net';

const FIRST = 15_000;
const COUNT = 15_000;
const given = new Set<string>();

/** A port of this address on which nothing listens now and that was not given out before. */
export async function freePort(address: string): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const name = `${address}:${String(port)}`;
    if (!given.has(name) && (await isFree(address, port))) {
      given.add(name);
      return port;
    }
  }
  throw new Error(`no free port found on ${address}`);
}

async function isFree(address: string, port: number): Promise<boolean> {
  const server = createServer().listen(port, address);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
