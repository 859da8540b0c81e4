// kafka.advertised: can clients where the operator is use the brokers?
import { blaming, CLUSTER, count, ok, some, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { at, hostsOf } from '../broker-place.js';
import { operatorReach } from '../sources.js';

export const kafkaAdvertised = check({
  id: 'kafka.advertised',
  title: 'Clients on this machine reach the brokers',
  phase: 'running',
  needs: { operatorReach },
  of: 'kafka',
  limits: {},
  explain:
    'Brokers send their clients to the address that they are registered with. Everything else here goes through ssh; this connects ' +
    'from this machine directly, as a client on it would. Where that fails, clients on this machine and likely in its network cannot ' +
    'use those brokers: a warning, because none may be meant to. Leave it out with --skip kafka.advertised then.',
  judge: ({ operatorReach }, _want, placed) => {
    const shut = operatorReach.filter(({ failure }) => failure !== null);
    if (operatorReach.length === 0)
      return [warn(CLUSTER, 0, 'no broker is registered, so clients are sent nowhere', 'See kafka.registered.')];
    if (shut.length === 0)
      return [ok(CLUSTER, operatorReach.length, `${count(operatorReach.length, 'broker')} reached where they send clients`)];
    const names = some(shut.map((one) => `broker ${String(one.id)} at ${at(one)} (${one.failure ?? ''})`));
    const fix =
      'Try "nc -vz HOST PORT" from here. Open the way for the clients, or set "address:" of these hosts in the inventory (it becomes ' +
      'advertised.host.name) to one that hosts and clients reach, and "fams-ops provision"; if no client is meant to be here: --skip kafka.advertised.';
    const hosts = hostsOf(
      shut.map(({ id }) => id),
      placed,
    );
    return [blaming(hosts, warn(CLUSTER, shut.length, `clients here cannot reach ${names}`, fix))];
  },
});
