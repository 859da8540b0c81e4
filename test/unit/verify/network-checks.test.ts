// host.peers, host.ports, host.names: do hosts and services reach and find each other?
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../src/model/check.js';
import type { HostFacts, Listener } from '../../../src/model/facts.js';
import type { PeerDial } from '../../../src/model/observed.js';
import { hostNames } from '../../../src/verify/checks/names.js';
import { hostPeers } from '../../../src/verify/checks/peers.js';
import { hostPorts } from '../../../src/verify/checks/ports.js';
import {
  type Answers,
  brief,
  healthy,
  hostFacts,
  read,
  reportsOf,
  resolved,
  unread,
  withHost,
  withoutHost,
} from '../../support/evidence.js';
import { service } from '../../support/service-facts.js';
import { dials } from '../../support/evidence-parts.js';

const want = resolved();

describe('host.peers', () => {
  const from2 = (change: (dial: PeerDial) => Partial<PeerDial>, facts: Partial<HostFacts> = {}) => {
    const dialled = dials(want, 'n2').map((dial) => ({ ...dial, ...change(dial) }));
    const evidence = withHost(healthy(want), 'reachability', 'n2', read(dialled));
    return reportsOf(hostPeers, withHost(evidence, 'facts', 'n3', read({ ...hostFacts(want, 'n3'), ...facts })), want);
  };
  const silent = { outcome: 'unreachable', reason: 'no answer within 4 s' } as const;
  const refused = { outcome: 'refused', reason: 'connection refused' } as const;
  const broker3 = ({ to, port }: PeerDial): boolean => to === 'n3' && port === 9092;

  it('is critical for a pair that does not reach each other, once, with every port', () => {
    const reports = from2(({ to }) => (to === 'n3' ? silent : {}));
    expect(brief(reports)).toEqual(['ok n1', 'crit n2', 'ok n3']);
    expect(reports[1]?.message).toBe(
      'does not reach n3 at 10.0.0.3: port 2181 (zookeeper client), 3888 (zookeeper election), 9092 (kafka broker): no answer within 4 s',
    );
    expect(reports[1]?.fix).toContain('nc -vz 10.0.0.3 2181');
  });

  it('takes a refusal for what it is: nothing runs there', () => {
    const stopped = { services: { kafka: service({ state: 'stopped', pid: null }) }, listeners: [] };
    expect(brief(from2((dial) => (broker3(dial) ? refused : {}), stopped))).toEqual(['ok n1', 'ok n2', 'ok n3']);
  });

  it('is critical when it is refused where the other host says that it listens', () => {
    const [, report] = from2((dial) => (broker3(dial) ? refused : {}));
    expect(report).toMatchObject({ status: 'crit', value: 1 });
    expect(report?.message).toContain('connection refused, though it listens there');
    const loopback = hostFacts(want, 'n3').listeners.map((one) => ({ ...one, address: '127.0.0.1' }));
    expect(from2((dial) => (broker3(dial) ? refused : {}), { listeners: loopback })[1]?.status).toBe('crit');
  });

  it('says nothing of hosts that are not reached, and is well with one host', () => {
    expect(brief(reportsOf(hostPeers, withoutHost(healthy(want), 'n2'), want))).toEqual(['ok n1', 'ok n3', 'unknown n2']);
    expect(brief(reportsOf(hostPeers, withHost(healthy(want), 'reachability', 'n2', unread('forwarding is forbidden')), want))).toContain(
      'unknown n2',
    );
    const single = resolved({ hosts: 1 });
    expect(brief(reportsOf(hostPeers, healthy(single), single))).toEqual(['ok n1']);
  });
});

describe('host.ports', () => {
  const onN2 = (change: Partial<HostFacts>): readonly CheckReport[] =>
    reportsOf(hostPorts, withHost(healthy(want), 'facts', 'n2', read({ ...hostFacts(want, 'n2'), ...change })), want).filter(({ target }) =>
      target.startsWith('n2/'),
    );
  const { listeners } = hostFacts(want, 'n2');
  const broker = (change: Partial<Listener>): Listener[] => listeners.map((one) => (one.port === 9092 ? { ...one, ...change } : one));
  const stopped = { zookeeper: service({ pid: 100 }), kafka: service({ state: 'stopped', pid: null }) };

  it('is critical when a stranger holds a port, whether the service runs or not', () => {
    const stranger = broker({ pid: 7, user: 'bob', command: 'nc -l 9092', address: '0.0.0.0', startedSecondsAgo: 60 });
    const [, report] = onN2({ listeners: stranger });
    expect(report).toMatchObject({
      ...{ status: 'crit', target: 'n2/kafka', value: 9092 },
      message: expect.stringMatching(
        /^port 9092 \(broker\) is held by process 7 of bob \(nc -l 9092\), running since [-\dT:]+Z, which fams-ops did not start$/,
      ) as string,
    });
    expect(report?.fix).not.toMatch(/end that process|kill/i);
    expect(report?.fix).toContain('made by hand, leave it');
    expect(onN2({ listeners: stranger, services: stopped })[1]?.status).toBe('crit');
    const other = onN2({ listeners: broker({ pid: null, uid: 0, user: 'root', command: null }) });
    expect(other[1]?.message).toBe('port 9092 (broker) is held by a process of root, which fams-ops did not start');
  });

  it('is unknown when whose process it is cannot be seen', () => {
    expect(onN2({ listeners: broker({ pid: null, command: null }) })[1]?.status).toBe('unknown');
  });

  it('leaves the same port at another address alone', () => {
    const others = [...listeners, { address: '10.0.0.9', port: 9092, uid: 0, user: 'root', pid: 7, command: 'x' }];
    expect(brief(onN2({ listeners: others }))).toEqual(['ok n2/zookeeper', 'ok n2/kafka']);
  });

  it('finds the address that a name has on that host', () => {
    const named = resolved({ address: (i) => `kafka-${String(i + 1)}` });
    const host = hostFacts(named, 'n2');
    const held = host.listeners.map((one) => ({ ...one, address: '10.7.7.7', pid: 7 }));
    const judged = (names: HostFacts['names']) =>
      brief(reportsOf(hostPorts, withHost(healthy(named), 'facts', 'n2', read({ ...host, listeners: held, names })), named)).filter((one) =>
        one.endsWith('n2/kafka'),
      );
    expect(judged({ 'kafka-2': ['10.7.7.7'] })).toEqual(['crit n2/kafka']);
    expect(judged({ 'kafka-2': ['10.8.8.8'] })).toEqual(['warn n2/kafka']);
  });

  it('warns of a service that listens nowhere, not of a member that does not lead', () => {
    expect(onN2({ listeners: listeners.filter(({ port }) => port !== 9092) })[1]).toMatchObject({ status: 'warn' });
    expect(brief(onN2({ listeners: listeners.filter(({ port }) => port !== 2888) }))[0]).toBe('ok n2/zookeeper');
    expect(
      onN2({ listeners: [], services: { ...stopped, zookeeper: service({ state: 'stopped', pid: null }) } }).map(({ status }) => status),
    ).toEqual(['ok', 'ok']);
  });
});

describe('host.names', () => {
  const named = resolved({ address: (i) => `kafka-${String(i + 1)}` });
  const right = { 'kafka-1': ['10.0.0.1'], 'kafka-2': ['10.0.0.2'], 'kafka-3': ['10.0.0.3'] };
  const onN2 = (names: HostFacts['names'], inventory = named) => {
    const all = inventory.cluster.hosts.reduce<Answers>(
      (left, { name }) => withHost(left, 'facts', name, read({ ...hostFacts(inventory, name), names: right })),
      healthy(inventory),
    );
    return reportsOf(hostNames, withHost(all, 'facts', 'n2', read({ ...hostFacts(inventory, 'n2'), names })), inventory);
  };

  it('is critical when a host takes its own name for 127.x', () => {
    const reports = onN2({ ...right, 'kafka-2': ['127.0.1.1', '10.0.0.2'] });
    expect(brief(reports)).toEqual(['ok n1', 'crit n2', 'ok n3']);
    expect(reports[1]?.fix).toContain('/etc/hosts on n2');
  });

  it('warns when it takes another for itself, or does not know it', () => {
    expect(onN2({ ...right, 'kafka-3': ['127.0.0.1'] })[1]).toMatchObject({ status: 'warn', message: 'takes itself for kafka-3' });
    expect(onN2({ ...right, 'kafka-3': [] })[1]).toMatchObject({ status: 'warn', message: 'does not know kafka-3' });
  });

  it('is well with addresses, whichever they are', () => {
    expect(brief(reportsOf(hostNames, healthy(want), want))).toEqual(['ok cluster']);
    const demo = resolved({ address: (i) => `127.0.0.${String(i + 1)}` });
    expect(brief(reportsOf(hostNames, healthy(demo), demo))).toEqual(['ok cluster']);
  });
});
