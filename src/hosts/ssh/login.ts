// From an open connection to a logged-in session: the host key first, then the login.
import type { Duplex } from 'node:stream';
import { NodeSSH } from 'node-ssh';
import type { AnyAuthMethod, Client, NextAuthHandler, ServerHostKeyAlgorithm } from 'ssh2';
import { whenAborted } from '../../errors/signals.js';
import type { HostKeys } from './host-keys/host-keys.js';
import type { Hop } from './route.js';
import { isSsh, LoginFailed, type LoginProgress } from './login-progress.js';
import { offers, type Credentials } from './keys/auth-methods.js';
import { Patience } from './pausable-deadline.js';
import { ServerText } from './server-text.js';
import type { Timing } from '../timing.js';

interface Login {
  readonly hop: Hop;
  /** Key types on record for the server. */
  readonly hostKeyTypes: readonly string[];
  readonly hostKeys: HostKeys;
  readonly credentials: Credentials;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

export interface LoggedIn {
  readonly client: NodeSSH;
  readonly connection: Client;
  /** Says goodbye and waits only a moment for the answer: a dead host sends none, and an open socket would keep this process alive. */
  readonly close: () => void;
}

const HEAD_LENGTH = 200;
/** Before its identification a server may send lines of text; more than this is no SSH server. */
const MOST_BEFORE_IDENTIFICATION = 64 << 10;
const KEEPALIVES = 3;
const GOODBYE_MS = 1000;

/** @throws LoginFailed */
export async function logIn(transport: Duplex, login: Login): Promise<LoggedIn> {
  const { hop, timing, signal } = login;
  const progress: LoginProgress = {
    head: '',
    hostKey: undefined,
    tried: [],
    allowed: null,
    errors: [],
    timedOut: false,
    taken: null,
    said: new ServerText(),
  };
  const patience = new Patience(timing.loginMs, () => {
    progress.timedOut = true;
    transport.destroy();
  });
  const giveUp = (error: Error): void => {
    progress.errors.push(error);
    transport.destroy();
  };
  const onAbort = (): void => void transport.destroy();
  whenAborted(signal, onAbort);
  const client = new NodeSSH();
  rememberHead(transport, progress, giveUp);
  const connecting = client.connect({
    sock: transport,
    username: hop.user,
    hostVerifier: verifier(login, progress, patience),
    authHandler: authHandler(login, progress, patience, giveUp),
    algorithms: { serverHostKey: inOrder(login.hostKeyTypes) },
    // Patience replaces it: it knows when a person is asked.
    readyTimeout: 0,
    keepaliveInterval: timing.keepaliveMs,
    keepaliveCountMax: KEEPALIVES,
  });
  // There already: node-ssh makes it before it waits for anything.
  const { connection } = client;
  connection?.on('error', (error) => progress.errors.push(error));
  if (connection !== null) listenToServer(connection, progress, giveUp);
  try {
    await connecting;
    if (connection === null) throw new Error('no connection');
    const close = (): void => {
      client.dispose();
      setTimeout(() => transport.destroy(), GOODBYE_MS).unref();
    };
    return { client, connection, close };
  } catch (error) {
    transport.destroy();
    progress.errors.push(error instanceof Error ? error : new Error(String(error)));
    throw new LoginFailed(progress);
  } finally {
    patience.end();
    signal.removeEventListener('abort', onAbort);
  }
}

function listenToServer(connection: Client, progress: LoginProgress, giveUp: (error: Error) => void): void {
  connection.on('banner', (text) => {
    if (!progress.said.add(text)) giveUp(new Error('it sends text without end'));
  });
  connection.on('change password', (text) => {
    progress.said.add(text);
    giveUp(new Error('the password has expired and must be changed'));
  });
}

/** Reads along until the server has named itself; ssh2 gets the same bytes. */
function rememberHead(transport: Duplex, progress: LoginProgress, giveUp: (error: Error) => void): void {
  let bytes = 0;
  let tail = '';
  const onBytes = (chunk: Buffer): void => {
    progress.head += chunk.toString('latin1', 0, HEAD_LENGTH - progress.head.length);
    bytes += chunk.length;
    tail = `${tail}${chunk.toString('latin1')}`;
    if (isSsh(bytes === tail.length ? tail : `\r${tail}`)) transport.off('data', onBytes);
    else if (bytes > MOST_BEFORE_IDENTIFICATION) {
      transport.off('data', onBytes);
      giveUp(new Error('it sends text without end before it names itself'));
    } else tail = tail.slice(-HEAD_LENGTH);
  };
  transport.on('data', onBytes);
}

function verifier({ hop, hostKeys }: Login, progress: LoginProgress, patience: Patience) {
  return (blob: Buffer, verify: (known: boolean) => void): void => {
    void patience
      .unhurried(() => hostKeys.judge(hop, blob))
      .then(
        (verdict) => {
          progress.hostKey = { blob, verdict };
          verify(verdict.kind === 'known');
        },
        (error: unknown) => {
          progress.errors.push(error instanceof Error ? error : new Error(String(error)));
          verify(false);
        },
      )
      // The connection may be gone by the time that the person has answered.
      .catch(() => undefined);
  };
}

function authHandler({ hop, credentials }: Login, progress: LoginProgress, { unhurried }: Patience, giveUp: (error: Error) => void) {
  const { tried, said } = progress;
  let last: AnyAuthMethod['type'] | undefined;
  const onTaken = (key: string): void => {
    progress.taken = key;
    // It may want something else beside the key now.
    progress.allowed = null;
  };
  const offered = offers({ hop, credentials, tried, said, allowed: () => progress.allowed, unhurried, onTaken, giveUp });
  return (left: LoginProgress['allowed'], _partial: boolean, next: NextAuthHandler): void => {
    // After an agent, ssh2 passes an older list of methods than the server's last one.
    if (last !== 'agent') progress.allowed = left ?? progress.allowed;
    // The declared type leaves out that false means: nothing more.
    const answer = next as (method: AnyAuthMethod | false) => void;
    void offered.next().then(
      ({ done, value }) => {
        last = done === true ? undefined : value.type;
        answer(done === true ? false : value);
      },
      (error: unknown) => {
        progress.errors.push(error instanceof Error ? error : new Error(String(error)));
        answer(false);
      },
    );
  };
}

const ALGORITHMS: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

/**
 * Types on record come first, so that a server with several keys shows a known one. We pass the whole list, because ssh2's `prepend`
 * does not move types that are in its default list already.
 */
function inOrder(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const known = (name: string): boolean => types.includes(name.startsWith('rsa-') ? 'ssh-rsa' : name);
  return [...ALGORITHMS.filter(known), ...ALGORITHMS.filter((name) => !known(name))];
}
