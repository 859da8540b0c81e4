// Connects to hosts over SSH, hop by hop. Hosts behind the same jump host share one connection to it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import { AppError } from '../../errors/app-error.js';
import type { Host } from '../../model/cluster.js';
import { interruptedConnecting, loginFailed, unreachable, type FailureContext } from './login-errors.js';
import { ConnectionFailure } from './socket-failure.js';
import { openForward } from './forward.js';
import { HostKeys } from './host-keys/host-keys.js';
import { hopLabel, routeTo, type Hop } from './route.js';
import { isSsh, LoginFailed } from './login-progress.js';
import type { Credentials } from './keys/auth-methods.js';
import { openProxy } from './proxy-command.js';
import { SshCarrier } from './carrier.js';
import { readSshConfig, type SshConfigLookup } from './config/config.js';
import { logIn, type LoggedIn } from './login.js';
import { openTcp } from '../tcp.js';
import type { Timing } from '../timing.js';

const TRIES = 3;
/** Between the end of a command's output and the end of the command itself. */
const LAST_WORDS_MS = 200;

interface JumpHost {
  readonly opening: Promise<LoggedIn>;
  /** Connections that go through it; the last one out closes it. */
  users: number;
}

export class SshConnector {
  private readonly credentials: Credentials;
  private readonly hostKeys: HostKeys;
  private readonly timing: Timing;
  private readonly signal: AbortSignal;
  private readonly jumpHosts = new Map<string, JumpHost>();
  private config: SshConfigLookup | undefined;

  constructor(credentials: Credentials, acceptNewHostKeys: boolean, timing: Timing, signal: AbortSignal) {
    this.credentials = credentials;
    this.hostKeys = new HostKeys(credentials.questions, acceptNewHostKeys);
    this.timing = timing;
    this.signal = signal;
  }

  /** @throws AppError */
  async connect(host: Host): Promise<SshCarrier> {
    const { home, env } = this.credentials;
    this.config ??= readSshConfig(home, env);
    const route = await routeTo(host, this.config, home);
    const last = route.at(-1);
    if (last === undefined) throw new Error('a route has at least one hop');
    const taken: JumpHost[] = [];
    const leave = (): void => taken.splice(0).reverse().forEach(leaveJumpHost);
    try {
      return new SshCarrier(hopLabel(last), await this.open(host.name, route, taken), leave);
    } catch (error) {
      leave();
      throw error instanceof AppError && error.where.host !== host.name ? behind(host.name, error) : error;
    }
  }

  /** Logs in to the last hop of a route, called `name` in messages. `taken` gets the jump host that it goes through. */
  private async open(name: string, route: readonly Hop[], taken: JumpHost[]): Promise<LoggedIn> {
    const before = route.slice(0, -1);
    const hop = route.at(-1);
    if (hop === undefined) throw new Error('a route has at least one hop');
    const jump = before.length === 0 ? null : await this.jumpHost(before, taken);
    const through = before.at(-1) ?? null;
    const context: FailureContext = { host: name, hop, through, home: this.credentials.home, timing: this.timing };
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.tryOnce(hop, jump);
      } catch (error) {
        if (this.signal.aborted) throw interruptedConnecting(name);
        if (attempt === TRIES || !mayBeRetried(error)) throw explain(context, error);
      }
      // Spread out: the others that were turned away come back as well.
      await sleep(this.timing.retryMs * attempt * (0.5 + Math.random()));
    }
  }

  private jumpHost(route: readonly Hop[], taken: JumpHost[]): Promise<LoggedIn> {
    const key = route.map(hopLabel).join(' ');
    let jump = this.jumpHosts.get(key);
    if (jump === undefined) {
      const below: JumpHost[] = [];
      jump = { opening: this.open(key, route, below), users: 0 };
      this.jumpHosts.set(key, jump);
      // The jump hosts below it stay open as long as this connection does.
      jump.opening.then(
        ({ connection }) => void connection.once('close', () => below.splice(0).reverse().forEach(leaveJumpHost)),
        () => below.splice(0).reverse().forEach(leaveJumpHost),
      );
    }
    jump.users += 1;
    taken.push(jump);
    return jump.opening;
  }

  private async tryOnce(hop: Hop, jump: LoggedIn | null): Promise<LoggedIn> {
    const { hostKeys, credentials, timing, signal } = this;
    const hostKeyTypes = await hostKeys.typesOnRecord(hop);
    const login = { hop, hostKeyTypes, hostKeys, credentials, timing, signal };
    if (jump === null && hop.proxyCommand !== null) {
      const { stream, trouble } = await openProxy(hop.proxyCommand, credentials.env);
      return logIn(stream, login).catch(async (error: unknown) => {
        throw await troubleOnTheWay(error, trouble);
      });
    }
    const dial = { deadlineMs: timing.connectMs, signal };
    const transport: Duplex =
      jump === null ? await openTcp(hop.host, hop.port, { ...dial, ...hop }) : await openForward(jump.client, hop.host, hop.port, dial);
    return logIn(transport, login);
  }
}

/** When the server never sent its version line, the ProxyCommand is to blame. We wait a moment for the command's last words. */
async function troubleOnTheWay(error: unknown, trouble: () => string | null): Promise<unknown> {
  if (!(error instanceof LoginFailed) || isSsh(error.progress.head)) return error;
  await sleep(LAST_WORDS_MS);
  const why = trouble();
  return why === null ? error : new ConnectionFailure('other', why, error);
}

function leaveJumpHost(jump: JumpHost): void {
  jump.users -= 1;
  if (jump.users > 0) return;
  jump.opening.then(
    ({ close }) => close(),
    () => undefined,
  );
}

function mayBeRetried(error: unknown): boolean {
  return error instanceof LoginFailed ? error.mayBeRetried : error instanceof ConnectionFailure && error.kind === 'reset';
}

function explain(context: FailureContext, error: unknown): unknown {
  if (error instanceof ConnectionFailure) return unreachable(context, error);
  return error instanceof LoginFailed ? loginFailed(context, error) : error;
}

/** The failure of a jump host, as seen from a host behind it. */
function behind(host: string, error: AppError): AppError {
  return new AppError(error.code, `${host}: ${error.message}`, { where: { ...error.where, host }, todo: error.todo, cause: error });
}
