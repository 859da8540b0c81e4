// host.forwarding: does the SSH server of a host connect us to the services there?
import { check } from '../../evidence/check.js';
import { dials } from './sources.js';
import { crit, ok } from '../../components/findings.js';

export const hostForwarding = check({
  id: 'host.forwarding',
  title: 'SSH reaches the services',
  phase: 'before',
  needs: { dials },
  limits: {},
  explain:
    'fams-ops talks to ZooKeeper, Kafka and Spark through its SSH sessions. A server with AllowTcpForwarding no, DisableForwarding or a ' +
    'PermitOpen that leaves these ports out refuses that, and so does a key with restrict, no-port-forwarding or permitopen.',
  judge: ({ dials }, { cluster }) =>
    [...dials].map(([host, tried]) => {
      const own = tried.filter(({ to }) => to === host);
      const shut = own.filter(({ outcome }) => outcome === 'forbidden');
      const [first] = shut;
      if (first === undefined) return ok(host, own.length, 'its SSH server connects us to the services there');
      const { address, ssh } = cluster.hosts.find(({ name }) => name === host) ?? { address: host, ssh: { user: 'the user' } };
      const places = shut.map(({ port }) => `${address}:${String(port)}`);
      return crit(
        host,
        shut.length,
        `its SSH server does not connect us to ${places.join(', ')}: ${first.saw}`,
        `Set "AllowTcpForwarding local" for ${ssh.user} in /etc/ssh/sshd_config on ${host}, and reload sshd: fams-ops reaches every port through ` +
          `SSH. Where it is set, let PermitOpen there name ${places.join(' ')}, and see whether the key in ~/.ssh/authorized_keys has restrict, ` +
          'no-port-forwarding or permitopen before it.',
      );
    }),
});
