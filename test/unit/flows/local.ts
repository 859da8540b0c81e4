// Flows of a cluster on this machine, called as commands call them, with nothing of the person who runs the test.
import { setMaxListeners } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FlowOptions } from '../../../src/flows/run/options.js';
import { freePort } from '../../support/ports.js';

export const ADDRESSES = ['127.0.0.1', '127.0.0.2'];

export interface Local {
  readonly dir: string;
  /** Broker port of both hosts. */
  readonly broker: number;
  readonly options: FlowOptions;
}

/** Two hosts on loopback addresses, with free ports. */
export async function local(env: NodeJS.ProcessEnv = {}): Promise<Local> {
  const dir = mkdtempSync(join(tmpdir(), 'fams-flow-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const ports = await Promise.all(['client', 'peer', 'election', 'broker'].map(() => freePort('127.0.0.1')));
  const [client = 0, peer = 0, election = 0, broker = 0] = ports;
  const hosts = ADDRESSES.map((address) => {
    const home = join(dir, address);
    mkdirSync(home);
    return `  - { address: ${address}, roles: [zookeeper, kafka], paths: { home: ${home} } }`;
  });
  const inventory = join(dir, 'fams.yaml');
  writeFileSync(
    inventory,
    [
      'cluster: here',
      'connection: local',
      'ssh: { passwordEnv: FAMS_PASSWORD }',
      `zookeeper: { heap: 64m, ports: { client: ${String(client)}, peer: ${String(peer)}, election: ${String(election)} } }`,
      `kafka: { heap: 64m, ports: { broker: ${String(broker)} } }`,
      'hosts:',
      ...hosts,
      '',
    ].join('\n'),
  );
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const options: FlowOptions = {
    inventory,
    limit: [],
    offline: true,
    acceptNewHostKeys: false,
    questions: {
      interactive: false,
      confirm: () => Promise.resolve(false),
      secret: () => Promise.resolve(undefined),
      text: () => Promise.resolve(undefined),
    },
    sink: () => undefined,
    signal,
    env: { PATH: process.env['PATH'], HOME: dir, XDG_STATE_HOME: join(dir, 'state'), XDG_CACHE_HOME: join(dir, 'cache'), ...env },
  };
  return { dir, broker, options };
}
