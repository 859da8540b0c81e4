// What there is to read, for messages: what each source is, and what to try where it cannot be read.
import type { HostSourceId, SourceId } from '../model/check.js';
import { startAnew } from '../components/findings.js';
import { SPARK_MASTER } from '../components/spark/places.js';
import type { ComponentName, HostName } from '../model/cluster.js';

const SEE_ZOOKEEPER = 'Put ZooKeeper right first: see the checks zookeeper.* and "fams-ops logs zookeeper".';
const seeMember = (host: HostName): string => startAnew('zookeeper', host);
const seeShell = (host: HostName): string => `Log in to ${host} and see whether /bin/sh and coreutils work there.`;

interface Source {
  readonly what: string;
  fix(host: HostName): string;
}

interface HostSource extends Source {
  /** Only hosts with this role have it; null: all. */
  readonly of: ComponentName | null;
}

export const HOST_SOURCES: Readonly<Record<HostSourceId, HostSource>> = {
  reach: { of: null, what: 'the host', fix: (host) => `See whether ${host} is up and whether you can log in to it with ssh.` },
  facts: { of: null, what: 'the state of the host', fix: seeShell },
  member: { of: 'zookeeper', what: 'its ZooKeeper member', fix: seeMember },
  metadata: {
    of: 'kafka',
    what: 'the answer of its broker',
    fix: (host) => startAnew('kafka', host),
  },
  reachability: {
    of: null,
    what: 'what it reaches of the other hosts',
    fix: (host) => `See whether the SSH server of ${host} lets connections be forwarded (AllowTcpForwarding).`,
  },
  traces: { of: null, what: 'what its services logged', fix: seeShell },
  master: {
    of: SPARK_MASTER,
    what: 'the page of its Spark master',
    fix: (host) => startAnew(SPARK_MASTER, host),
  },
  writes: { of: 'zookeeper', what: 'a write through its ZooKeeper member', fix: seeMember },
};

export const SOURCES: Readonly<Record<SourceId, Source>> = {
  ...HOST_SOURCES,
  registry: { what: 'what Kafka keeps in ZooKeeper', fix: () => SEE_ZOOKEEPER },
  later: { what: 'what Kafka keeps in ZooKeeper at the end of the run', fix: () => SEE_ZOOKEEPER },
  probe: { what: 'the round trip', fix: () => 'See whether any broker answers: kafka.metadata, "fams-ops logs kafka".' },
  operatorReach: { what: 'the way from this machine to the brokers', fix: () => SEE_ZOOKEEPER },
  groups: { what: 'the consumer groups', fix: () => SEE_ZOOKEEPER },
  console: {
    what: 'the console round trip',
    fix: () => 'See whether bin/kafka-console-producer.sh runs on the hosts: "fams-ops logs kafka".',
  },
};

export const isHostSource = (id: SourceId): id is HostSourceId => id in HOST_SOURCES;
