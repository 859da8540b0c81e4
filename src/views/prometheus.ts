// A verdict as Prometheus reads it: our own metrics, then those of ZooKeeper and Kafka under the names that people alert on.
import type { CheckReport, Status, Verdict } from '../model/check.js';
import type { Verified } from '../flows/verify.js';
import { exposition, type Family, type Labels } from './exposition.js';
import { kafkaFamilies } from './prometheus-kafka.js';
import { zookeeperFamilies } from './prometheus-zookeeper.js';

/** As Nagios counts; `skip` has no value and no sample. */
const VALUES = { ok: 0, warn: 1, crit: 2, unknown: 3 } as const;
const WEIGHT: Readonly<Record<Status, number>> = { skip: 0, ok: 1, unknown: 2, warn: 3, crit: 4 };
/** No host could be reached: nothing is known of the cluster. */
const UNREACHABLE = 4;

export function prometheusText(looked: Verified, version: string): string {
  const labels = { cluster: looked.cluster ?? '' };
  const own = [...runFamilies(looked), ...hostFamilies(looked), statusFamily(looked.result)];
  const families = [buildInfo(version), ...own, ...zookeeperFamilies(looked), ...kafkaFamilies(looked)];
  return exposition(families.map((family) => labelled(family, labels)));
}

/** For a run that could not look: whoever alerts on `fams_ops_up` or on the time of the last run must hear of it. */
export function prometheusFailure(cluster: string | null, at: Date, version: string): string {
  const families = [buildInfo(version), up(0), lastRun(at.getTime() / 1000)];
  return exposition(cluster === null ? families : families.map((family) => labelled(family, { cluster })));
}

const labelled = (family: Family, labels: Labels): Family => ({
  ...family,
  samples: family.samples.map((sample) => ({ ...sample, labels: { ...labels, ...sample.labels } })),
});

const single = (name: string, help: string, value: number, labels: Labels = {}): Family => ({
  name,
  type: 'gauge',
  help,
  samples: [{ labels, value }],
});

const buildInfo = (version: string): Family => single('fams_ops_build_info', 'Version of fams-ops; always 1.', 1, { version });
const up = (value: number): Family => single('fams_ops_up', 'Whether the last run could look at any host.', value);
const lastRun = (seconds: number): Family =>
  single('fams_ops_verify_last_run_timestamp_seconds', 'When the last run ended, in seconds since the epoch.', seconds);

function runFamilies({ exitCode, result }: Verified): readonly Family[] {
  return [
    up(exitCode === UNREACHABLE ? 0 : 1),
    lastRun((Date.parse(result.startedAt) + result.ms) / 1000),
    single('fams_ops_verify_duration_seconds', 'How long the last run took.', result.ms / 1000),
    single('fams_ops_verify_status', 'The verdict: 0 ok, 1 warning, 2 critical, 3 unknown.', VALUES[result.status]),
  ];
}

function hostFamilies({ evidence: { reach } }: Verified): readonly Family[] {
  const hosts = [...reach];
  return [
    {
      name: 'fams_ops_host_up',
      type: 'gauge',
      help: 'Whether the host could be logged in to.',
      samples: hosts.map(([host, read]) => ({ labels: { host }, value: read.ok ? 1 : 0 })),
    },
    {
      name: 'fams_ops_host_login_seconds',
      type: 'gauge',
      help: 'How long connection and login took.',
      samples: hosts.flatMap(([host, read]) => (read.ok ? [{ labels: { host }, value: read.value.ms / 1000 }] : [])),
    },
  ];
}

/** A check may say several things of one target, but a series has one value: that of the worst. */
function statusFamily({ checks }: Verdict): Family {
  const worst = new Map<string, CheckReport>();
  for (const report of checks) {
    const key = JSON.stringify([report.id, report.target]);
    const other = worst.get(key);
    if (other === undefined || WEIGHT[report.status] > WEIGHT[other.status]) worst.set(key, report);
  }
  return {
    name: 'fams_ops_check_status',
    type: 'gauge',
    help: 'What a check found of a target: 0 ok, 1 warning, 2 critical, 3 unknown.',
    samples: [...worst.values()].flatMap(({ id, target, status }) =>
      status === 'skip' ? [] : [{ labels: { check: id, target }, value: VALUES[status] }],
    ),
  };
}
