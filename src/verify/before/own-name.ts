// host.own-name: does the machine know its own name?
import { check } from '../../evidence/check.js';
import { limits } from './sources.js';
import { ok, unknown, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { HostLimits } from './host-limits.js';

export const hostOwnName = check({
  id: 'host.own-name',
  title: 'The machine knows its own name',
  phase: 'before',
  needs: { limits },
  limits: {},
  explain:
    'Java looks the name of its own machine up to find its address. ZooKeeper, the brokers and what fams-ops starts do without, but ' +
    "consumers of 0.8 that keep their group in ZooKeeper do not start: Kafka's console consumer, and Spark's receivers (createStream).",
  judge: ({ limits }) => [...limits].map(([host, { ownName }]) => judgeName(host, ownName)),
});

function judgeName(host: HostName, { name, answer }: HostLimits['ownName']): Finding {
  const fix = `Write "127.0.1.1 ${name}" into /etc/hosts on ${host}, or make its name server know ${name}.`;
  switch (answer) {
    case 'known':
      return ok(host, name, `knows its own name ${name}`);
    case 'unknown':
      return warn(
        host,
        name,
        `does not know its own name ${name}: the console consumer and the receivers of Spark do not start there`,
        fix,
      );
    case 'unasked':
      return unknown(host, `its own name ${name} is not in /etc/hosts, and there is no getent to ask its name server`, fix);
  }
}
