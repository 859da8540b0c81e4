// Four looks at the same cluster of three, for the forms that a verdict takes: all well, a broker behind, a host gone, everything gone.
import type { CheckReport, Evidence, Status } from '../../../src/model/check.js';
import type { MemberAnswers } from '../../../src/model/observed.js';
import type { Verified } from '../../../src/flows/verify.js';
import { exitCode, sentence, verdict } from '../../../src/verify/verdict.js';
import { healthy, member, read, registry, resolved, topic, unread, withCluster, withHost, withoutHost } from '../../support/evidence.js';

export const want = resolved({ topics: [topic('user-behavior-topic', 2, 3), topic('fams-ops-probe', 3, 3)] });
const HOSTS = ['n1', 'n2', 'n3'];

export const report = (status: Status, id: string, target: string, message: string, fix = ''): CheckReport => ({
  id,
  target,
  status,
  value: null,
  message,
  fix,
  ms: 10,
});

function looked(reports: readonly CheckReport[], evidence: Evidence): Verified {
  const found = verdict(reports);
  const result = { ...found, sentence: sentence(found), startedAt: '2026-01-02T03:04:05.678Z', ms: 1234 };
  const code = exitCode(found, evidence);
  return { cluster: 'fams', ok: code === 0, exitCode: code, result, evidence, resolved: want };
}

/** As a member of 3.4.6 answers, so that these looks stay as they are when other tests want other answers. */
function told(host: string): MemberAnswers {
  const leads = host === 'n1';
  const mntr = {
    zk_version: '3.4.6-1569965, built on 02/20/2014 09:09 GMT',
    zk_avg_latency: '1',
    zk_packets_received: '123',
    zk_server_state: leads ? 'leader' : 'follower',
    zk_znode_count: '28',
    ...(leads ? { zk_followers: '2', zk_synced_followers: '2', zk_pending_syncs: '0' } : {}),
  };
  return member(want, host, { version: '3.4.6-1569965, built on 02/20/2014 09:09 GMT', mntr });
}

const well = (): Evidence => ({ ...healthy(want), member: new Map(HOSTS.map((host) => [host, read(told(host))])), groups: read([]) });

const SKIPPED = report('skip', 'kafka.console', 'cluster', 'left out: it starts a JVM, and only the fast checks were asked for');
const reached = (host: string): CheckReport => report('ok', 'host.ssh', host, 'reached in 20 ms');

export function allWell(): Verified {
  const groups = read([
    {
      name: 'hot',
      consumers: ['c1'],
      partitions: [
        { topic: 'user-behavior-topic', partition: 0, owner: 'c1', committed: 90, earliest: 10, latest: 100, reason: '' },
        { topic: 'user-behavior-topic', partition: 1, owner: 'c1', committed: 7, earliest: null, latest: null, reason: 'no leader' },
      ],
    },
    { name: 'console-consumer-4711', consumers: [], partitions: [] },
  ]);
  const reports = [
    ...HOSTS.map(reached),
    report('ok', 'zookeeper.quorum', 'cluster', 'n1 leads, all others follow'),
    report('ok', 'kafka.isr', 'cluster', '5 partitions, every replica in sync'),
    SKIPPED,
  ];
  return looked(reports, { ...well(), groups });
}

/** Broker 2 has left every ISR. */
export function brokerBehind(): Verified {
  const kept = registry(want);
  const topics = kept.topics.map((one) => ({
    ...one,
    partitions: one.partitions.map((partition) => ({ ...partition, isr: partition.isr.filter((id) => id !== 2) })),
  }));
  const bring = 'Bring broker 2 back: "fams-ops status", "fams-ops logs kafka". It catches up by itself.';
  const behind = [
    ...[0, 1].map((number) => `user-behavior-topic/${String(number)}`),
    ...[0, 1, 2].map((number) => `fams-ops-probe/${String(number)}`),
  ];
  const reports = [
    ...HOSTS.map(reached),
    report('warn', 'host.config', 'n3/kafka', 'restart pending: the process runs with other files than these | or so', 'Restart it.'),
    ...behind.map((target) => report('warn', 'kafka.isr', target, '2 of 3 replicas in sync, missing broker 2', bring)),
    report('ok', 'zookeeper.quorum', 'cluster', 'n1 leads, all others follow'),
    SKIPPED,
  ];
  return looked(reports, withCluster(well(), 'registry', read({ ...kept, topics })));
}

const lost = (host: string): readonly CheckReport[] => [
  report(
    'unknown',
    'host.service',
    `${host}/zookeeper`,
    'the state of the host could not be read: connect EHOSTUNREACH',
    'See whether it is up.',
  ),
  report(
    'unknown',
    'host.service',
    `${host}/kafka`,
    'the state of the host could not be read: connect EHOSTUNREACH',
    'See whether it is up.',
  ),
  report('unknown', 'host.disk', host, 'the state of the host could not be read: connect EHOSTUNREACH', 'See whether it is up.'),
  report('warn', 'zookeeper.ruok', `${host}/zookeeper`, 'does not answer on its client port: the host cannot be reached', 'See its log.'),
];

export function hostGone(): Verified {
  const ssh = 'Try "ssh -p 22 fams@n2"; see whether the machine is up and its key is the known one.';
  const reports = [
    reached('n1'),
    report('warn', 'host.ssh', 'n2', 'cannot be reached', ssh),
    reached('n3'),
    ...lost('n2'),
    report(
      'crit',
      'kafka.metadata',
      'n2/kafka',
      'leads user-behavior-topic/1 but does not answer',
      'See "fams-ops logs kafka --limit n2".',
    ),
    report('ok', 'zookeeper.quorum', 'cluster', 'n1 leads, all others follow'),
    SKIPPED,
  ];
  return looked(reports, withoutHost(well(), 'n2', 'connect EHOSTUNREACH'));
}

export function allGone(): Verified {
  const nothing = 'what Kafka keeps in ZooKeeper could not be read: no member of the ensemble answers';
  const reports = [
    ...HOSTS.map((host) => report('crit', 'host.ssh', host, 'cannot be reached, and neither can any other host', `Try "ssh ${host}".`)),
    ...HOSTS.flatMap(lost),
    ...['kafka.registered', 'kafka.controller', 'kafka.leader', 'kafka.isr', 'kafka.topics'].map((id) =>
      report('unknown', id, 'cluster', nothing, 'Put ZooKeeper right first.'),
    ),
    SKIPPED,
  ];
  const none = HOSTS.reduce<Evidence>((evidence, host) => withoutHost(evidence, host), well());
  return looked(reports, withCluster(none, 'registry', unread('no member of the ensemble answers')));
}

/** A member that listens but does not serve. */
export const memberWaits = (from: Verified): Verified => {
  const member = from.evidence.member.get('n3');
  if (!member?.ok) throw new Error('no member on n3');
  const waits = read({ ...member.value, mode: null, mntr: {}, version: null });
  return { ...from, evidence: withHost(from.evidence, 'member', 'n3', waits) };
};

export const LOOKS = { 'all-well': allWell, 'broker-behind': brokerBehind, 'host-gone': hostGone, 'all-gone': allGone };
