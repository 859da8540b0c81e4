// Connects to every host of an inventory at once: one connection per host, for a whole run.
import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError, type AppError } from '../errors/app-error.js';
import type { Host, HostName } from '../model/cluster.js';
import type { Questions } from '../model/questions.js';
import type { HostSession } from '../model/session.js';
import { interruptedConnecting } from './ssh/login-errors.js';
import { LocalCarrier } from './local.js';
import { homeOf } from './paths.js';
import type { Carrier } from './session/shell.js';
import { ShellSession } from './session/shell-session.js';
import { Slots } from './session/semaphore.js';
import { TIMING, type Timing } from './timing.js';

export interface ConnectOptions {
  readonly questions: Questions;
  /** Remember host keys that are not on record without asking. A changed one is refused all the same. */
  readonly acceptNewHostKeys: boolean;
  readonly signal: AbortSignal;
  /** HOME, SSH_AUTH_SOCK and the variables that the inventory names for secrets. */
  readonly env: NodeJS.ProcessEnv;
  /** Connections that are made at the same time, 8 by default. */
  readonly parallel?: number;
  readonly timing?: Partial<Timing>;
}

export type Connected =
  | { readonly ok: true; readonly session: HostSession; readonly ms: number }
  | { readonly ok: false; readonly error: AppError; readonly ms: number };

const PARALLEL = 8;
/** Between two beginnings, so that a machine behind several names is not hit by all of them at once. */
const STAGGER_MS = 15;

/** Never throws for a host's failure: each has its own result, with the time that it took. */
export async function connectHosts(hosts: readonly Host[], options: ConnectOptions): Promise<ReadonlyMap<HostName, Connected>> {
  const timing = { ...TIMING, ...options.timing };
  const openCarrier = carrierOpener(options, timing);
  const slots = new Slots(options.parallel ?? PARALLEL);
  const connect = async (host: Host): Promise<Connected> => {
    // Each of those before it ends by its own deadlines.
    const release = await slots.take({ deadlineMs: MAX_WAIT_MS, signal: options.signal });
    const began = performance.now();
    const ms = (): number => Math.round(performance.now() - began);
    try {
      if (options.signal.aborted) throw interruptedConnecting(host.name);
      const session = new ShellSession(host.name, await openCarrier(host), timing.readyMs);
      return { ok: true, session, ms: ms() };
    } catch (error) {
      return { ok: false, error: toAppError(error), ms: ms() };
    } finally {
      release?.();
    }
  };
  const results = hosts.map(async (host, index) => {
    await sleep(STAGGER_MS * index);
    return [host.name, await connect(host)] as const;
  });
  return new Map(await Promise.all(results));
}

/** The largest that a Node timer can hold. */
const MAX_WAIT_MS = 2 ** 31 - 1;

function carrierOpener({ questions, acceptNewHostKeys, signal, env }: ConnectOptions, timing: Timing): (host: Host) => Promise<Carrier> {
  let overSsh: Promise<(host: Host) => Promise<Carrier>> | undefined;
  // The SSH libraries take a tenth of a second to load, which a cluster on this machine need not wait for.
  const loadSsh = async (): Promise<(host: Host) => Promise<Carrier>> => {
    const [{ SshConnector }, { PrivateKeys }] = await Promise.all([import('./ssh/connector.js'), import('./ssh/keys/private-keys.js')]);
    const credentials = { home: homeOf(env), env, questions, keys: new PrivateKeys() };
    const connector = new SshConnector(credentials, acceptNewHostKeys, timing, signal);
    return (host) => connector.connect(host);
  };
  return async (host) => (host.connection === 'local' ? new LocalCarrier(env) : (await (overSsh ??= loadSsh()))(host));
}
