// What there is to read, for messages: what each source is, and what to try where it cannot be read.
import type { HostSourceId, SourceId } from '../model/check.js';
import type { HostName } from '../model/cluster.js';

export const SOURCES: Readonly<Record<SourceId, { readonly what: string; fix(host: HostName): string }>> = {
  reach: { what: 'the host', fix: (host) => `See whether ${host} is up and whether you can log in to it with ssh.` },
  facts: { what: 'the state of the host', fix: (host) => `Log in to ${host} and see whether /bin/sh and coreutils work there.` },
  member: {
    what: 'its ZooKeeper member',
    fix: (host) => `See "fams-ops logs zookeeper --limit ${host}"; start it with "fams-ops start zookeeper --limit ${host}".`,
  },
  metadata: {
    what: 'the answer of its broker',
    fix: (host) => `See "fams-ops logs kafka --limit ${host}"; start it with "fams-ops start kafka --limit ${host}".`,
  },
  registry: {
    what: 'what Kafka keeps in ZooKeeper',
    fix: () => 'Put ZooKeeper right first: see the checks zookeeper.* and "fams-ops logs zookeeper".',
  },
  console: {
    what: 'the console round trip',
    fix: () => 'See whether bin/kafka-console-producer.sh runs on the hosts: "fams-ops logs kafka".',
  },
};

export const isHostSource = (id: SourceId): id is HostSourceId => id !== 'registry' && id !== 'console';
