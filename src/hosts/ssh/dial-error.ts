// A port of a host that could not be reached through its session.
import { AppError } from '../../errors/app-error.js';
import { ConnectionFailure } from './socket-failure.js';
import { interrupted, lostHost } from '../session/script-outcome.js';

/** WIRE_FAILED, HOST_LOST, HOST_UNFIT (forwarding forbidden) or INTERRUPTED. */
export function dialFailed(host: string, address: string, port: number, thrown: unknown): AppError {
  const to = `${address}:${String(port)}`;
  const failure = thrown instanceof ConnectionFailure ? thrown : new ConnectionFailure('other', String(thrown), thrown);
  const build = (what: string, todo: string): AppError =>
    new AppError('WIRE_FAILED', `${to} cannot be reached from ${host}: ${what}`, { where: { host }, todo: [todo], cause: failure });
  switch (failure.kind) {
    case 'refused':
      return build('connection refused, nothing listens there.', 'See whether the service runs: fams-ops status.');
    case 'silent':
    case 'slow-name':
      return build(`${failure.message}.`, 'See whether a firewall on the host drops connections to this port.');
    case 'unknown-name':
      return build(
        `its name does not resolve there (${failure.message}).`,
        'Make the name known on that host, or use the IP address in the inventory.',
      );
    case 'no-route':
      return build(`no route (${failure.message}).`, 'See that the address in the inventory is one of that host.');
    case 'forbidden':
      return new AppError('HOST_UNFIT', `The SSH server of ${host} does not forward connections (${failure.message}).`, {
        where: { host, file: '/etc/ssh/sshd_config' },
        todo: [`Allow them for this user: AllowTcpForwarding local, PermitOpen ${to}; fams-ops reaches every port through SSH.`],
        cause: failure,
      });
    case 'busy':
      return build(`${failure.message}.`, 'Report it: this is an error in fams-ops.');
    case 'link-lost':
      return lostHost(host, `before ${to} was reached`, failure.message);
    case 'aborted':
      return interrupted(host, `connect to ${to}`);
    case 'reset':
    case 'other':
      return build(failure.message, 'See whether the service runs: fams-ops status.');
  }
}
