// Login errors: one message, code and remedy for each way in which a connection or a login fails.
import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/codes.js';
import type { ConnectionFailure } from './socket-failure.js';
import { hostKeyFailure, loginWords, subjectOf } from './host-keys/host-key-failure.js';
import type { Hop } from './route.js';
import { isSsh, type LoginFailed, type LoginProgress } from './login-progress.js';
import { loginRefused } from './login-refusal.js';
import { plain } from './server-text.js';
import type { Timing } from '../timing.js';
import { notFollowed } from './config/unfollowed.js';

export interface FailureContext {
  readonly host: string;
  readonly hop: Hop;
  /** The hop before it, when there is one. */
  readonly through: Hop | null;
  readonly home: string;
  readonly timing: Timing;
}

interface Words {
  readonly what: string;
  readonly todo: readonly string[];
}

/** The TCP connection did not come about. */
export function unreachable(context: FailureContext, failure: ConnectionFailure): AppError {
  if (failure.kind === 'aborted') return interruptedConnecting(context.host);
  const { what, todo } = tcpWords(context, failure);
  const remedies = [...notFollowed(context.hop, 'dial'), ...todo];
  return build(context, 'HOST_UNREACHABLE', `${subject(context)} cannot be reached: ${what}`, remedies, failure);
}

function tcpWords({ hop, through, timing }: FailureContext, { kind, message }: ConnectionFailure): Words {
  const port = String(hop.port);
  const from = through === null ? 'from here' : `from the jump host ${through.host}`;
  const seconds = String(timing.connectMs / 1000);
  switch (kind) {
    case 'unknown-name':
      return {
        what: `the name ${hop.host} does not resolve ${from} (${message}).`,
        todo: [`Correct the name in the inventory (address or ssh.host), or make it known in DNS or /etc/hosts.`],
      };
    case 'slow-name':
      return {
        what: `the name ${hop.host} was not resolved within ${seconds} s.`,
        todo: ['See that the name servers in /etc/resolv.conf answer, or use the IP address.'],
      };
    case 'no-route':
      return {
        what: `there is no route to it ${from} (${message}).`,
        todo: ['See that the address is right, the machine is up, and this network leads to it.'],
      };
    case 'refused':
      return {
        what: `connection refused, nothing listens on port ${port} of ${hop.host}.`,
        todo: [`Start its SSH server (systemctl start ssh), or correct ssh.port in the inventory.`],
      };
    case 'silent':
      return {
        what: `no answer at all from port ${port} of ${hop.host} within ${seconds} s.`,
        todo: ['See that the machine is up and that no firewall drops connections to this port.'],
      };
    case 'forbidden':
      return {
        what: `the jump host ${through?.host ?? ''} does not forward connections (${message}).`,
        todo: ['Allow it there: AllowTcpForwarding and PermitOpen in sshd_config; or use another jump host.'],
      };
    case 'link-lost':
      return {
        what: `the connection to the jump host ${through?.host ?? ''} was lost (${message}).`,
        todo: ['Run the same command again.'],
      };
    case 'reset':
    case 'busy':
    case 'aborted':
    case 'other':
      return { what: `${message}.`, todo: [`Try it by hand: ssh ${loginWords(hop)}`] };
  }
}

/** The connection is there, but not the login. */
export function loginFailed(context: FailureContext, { progress }: LoginFailed): AppError {
  const { host, hop, home } = context;
  const { hostKey, errors } = progress;
  const own = errors.find((error) => error instanceof AppError);
  if (own !== undefined) return own;
  if (hostKey !== undefined && hostKey.verdict.kind !== 'known') return hostKeyFailure(host, subject(context), hop, hostKey, home);
  if (hostKey !== undefined && !progress.timedOut) return loginRefused(host, hop, progress);
  const { what, todo } = handshakeWords(context, progress);
  const remedies = [...notFollowed(hop, 'handshake'), ...todo];
  return build(context, 'HOST_UNREACHABLE', `${subject(context)} ${what}`, remedies, errors[0]);
}

function handshakeWords({ hop, timing }: FailureContext, { head, hostKey, timedOut, errors }: LoginProgress): Words {
  const within = `within ${String(timing.loginMs / 1000)} s`;
  const port = String(hop.port);
  if (head !== '' && !isSsh(head)) {
    const line = JSON.stringify(head.split(/\r?\n/)[0]);
    return {
      what: `answers on port ${port}, but not as an SSH server: ${line}`,
      todo: ['Correct ssh.port in the inventory, or see in its log why its SSH server turns us away.'],
    };
  }
  if (timedOut && head === '')
    return {
      what: `takes the connection on port ${port} but stays silent: no SSH banner ${within}.`,
      todo: ['The machine may be frozen or overloaded, or another service listens there. Look at its console.'],
    };
  if (timedOut && hostKey === undefined)
    return { what: `did not end the SSH handshake ${within}.`, todo: ['See whether the machine is overloaded.'] };
  if (timedOut)
    return {
      what: `did not end the login ${within}.`,
      todo: ['See whether it waits for a dead name server (UseDNS no in sshd_config) or a slow PAM module.'],
    };
  const first = plain(errors[0]?.message ?? 'no reason given');
  return {
    what: `broke off the SSH handshake: ${first}`,
    todo: [
      `See its log (journalctl -u ssh): MaxStartups, hosts.deny, fail2ban or no common algorithm. Try it by hand: ssh -v ${loginWords(hop)}`,
    ],
  };
}

export function interruptedConnecting(host: string): AppError {
  return new AppError('INTERRUPTED', `Interrupted while connecting to ${host}; nothing was changed there.`, {
    where: { host },
    todo: ['Run the same command again.'],
  });
}

const subject = ({ host, hop }: FailureContext): string => subjectOf(host, hop);

function build({ host }: FailureContext, code: ErrorCode, what: string, todo: readonly string[], cause: unknown): AppError {
  return new AppError(code, what, { where: { host }, todo, ...(cause !== undefined && { cause }) });
}
