// What some sources answer of a healthy cluster: ways between hosts, traces of services, the probe, a consumer group.
import { instancesOf } from '../../src/components/instances.js';
import type { ConsumerGroup, HostTraces, PeerDial, ProbeTrip, Registry, RoundTrip } from '../../src/model/observed.js';
import type { Resolved } from '../../src/model/resolved.js';

export const probe = (want: Resolved, partitions: NonNullable<ProbeTrip['partitions']> | null = null): ProbeTrip => ({
  topic: 'fams-ops-probe',
  partitions:
    partitions ??
    instancesOf(want, 'kafka').map(({ id }, partition) => ({ partition, leader: id, ok: true, ackMs: 5, ms: 10 + partition })),
});

/** Every port of every other host, but that of ZooKeeper's followers. */
export const dials = (want: Resolved, from: string): readonly PeerDial[] =>
  want.placed
    .filter(({ instance }) => instance.host.name !== from)
    .flatMap(({ instance, layout }) =>
      layout.ports
        .filter(({ name }) => name !== 'peer')
        .map((port) => ({ to: instance.host.name, component: instance.component, ...port, outcome: 'connected' as const, reason: '' })),
    );

export const traces = (want: Resolved, name: string, change: Partial<HostTraces> = {}): HostTraces => ({
  complaints: Object.fromEntries(
    want.placed
      .filter(({ instance }) => instance.host.name === name)
      .map(({ instance, layout }) => [instance.component, { log: layout.service.logs[0] ?? '', readable: true, count: 0, newest: null }]),
  ),
  ...change,
});

/** One consumer that has read all but one of the records of each partition. */
export const group = (kept: Registry, change: Partial<ConsumerGroup> = {}): ConsumerGroup => ({
  name: 'readers',
  consumers: ['readers_host-1'],
  partitions: kept.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition }) => ({
      ...{ topic: name, partition, owner: 'readers_host-1-0', committed: 99, earliest: 10, latest: 100, reason: '' },
    })),
  ),
  ...change,
});

export const trip: RoundTrip = { topic: 'fams-ops-probe', from: 'n1', to: 'n2', token: 'x', outcome: 'seen', ms: 4000, said: '' };
