// A verdict as a Nagios plug-in says it: one line with the word, figures after a bar, then one line per finding; exit codes 0 to 3.
import { instancesOf } from '../components/instances.js';
import { lagOf, lastingGroups } from '../components/kafka/consumer-lag.js';
import { isOffline, isUnderReplicated, servedTopics } from '../components/kafka/served-topics.js';
import { majorityOf } from '../components/zookeeper/serving.js';
import type { AppError } from '../errors/app-error.js';
import type { Verified } from '../flows/verify.js';
import type { Status } from '../model/check.js';

export interface NagiosForm {
  readonly text: string;
  readonly exitCode: 0 | 1 | 2 | 3;
}

const WORDS = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'] as const;
const CODES = { ok: 0, warn: 1, crit: 2, unknown: 3 } as const;
/** What no host answered to (4) is critical, not unknown: so the guidelines for plug-ins want it. */
const UNREACHABLE = 4;
/** Nagios keeps 8 KB; what is worst comes first. */
const MAX_FINDINGS = 25;
const MAX_LINE = 250;

export function nagiosText(looked: Verified): NagiosForm {
  const { result, exitCode } = looked;
  const code = exitCode === UNREACHABLE ? CODES.crit : CODES[result.status];
  const sentence = exitCode === UNREACHABLE ? 'No host of the cluster could be reached.' : result.sentence;
  const bad = result.checks.filter(({ status }) => status !== 'ok' && status !== 'skip');
  const lines = bad.slice(0, MAX_FINDINGS).map(({ status, id, target, message }) => plain(`${status} ${id} ${target}: ${message}`));
  const more = bad.length > lines.length ? [`and ${String(bad.length - lines.length)} more`] : [];
  return form(code, sentence, [...lines, ...more], figures(looked).join(' '));
}

/** For a run that came to no verdict. */
export function nagiosFailure({ exitCode, message, todo, problems, causes }: AppError): NagiosForm {
  const lines = [
    ...problems.map(({ file, line, column, path, message: problem }) => `${file}:${String(line)}:${String(column)} ${path} ${problem}`),
    ...causes.map((cause) => cause.message),
    ...todo,
  ];
  return form(exitCode === UNREACHABLE ? CODES.crit : CODES.unknown, message, lines.map(plain), '');
}

function form(exitCode: NagiosForm['exitCode'], sentence: string, lines: readonly string[], perfdata: string): NagiosForm {
  const first = `FAMS-OPS ${WORDS[exitCode]}: ${plain(sentence)}${perfdata === '' ? '' : ` | ${perfdata}`}`;
  return { text: [first, ...lines].join('\n'), exitCode };
}

/** A bar begins the figures, and a line break the next finding. */
function plain(text: string): string {
  const line = text.replaceAll('|', '/').replace(/\s+/g, ' ').trim();
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 3)}...` : line;
}

interface Figure {
  readonly label: string;
  readonly value: number;
  readonly unit?: string;
  /** Ranges as Nagios writes them: `3:` is bad below 3, `0` above 0. */
  readonly warn?: string;
  readonly crit?: string;
  readonly max?: number;
}

/** `'label'=value[UOM];warn;crit;min;max` */
const perfdata = ({ label, value, unit = '', warn = '', crit = '', max }: Figure): string =>
  `'${label.replace(/['=]/g, '_')}'=${String(value)}${unit};${warn};${crit};0;${max === undefined ? '' : String(max)}`;

function figures(looked: Verified): readonly string[] {
  const number = (status: Status): Figure => ({
    label: status,
    value: looked.result.checks.filter((report) => report.status === status).length,
  });
  const statuses: readonly Status[] = ['ok', 'warn', 'crit', 'unknown', 'skip'];
  const run: Figure = { label: 'duration', value: looked.result.ms / 1000, unit: 's' };
  return [run, ...statuses.map(number), ...memberFigures(looked), ...brokerFigures(looked), ...groupFigures(looked)].map(perfdata);
}

function memberFigures({ evidence: { member }, resolved }: Verified): readonly Figure[] {
  const members = instancesOf(resolved, 'zookeeper').length;
  if (member.size === 0) return [];
  const serving = [...member.values()].filter((read) => read.ok && read.value.mode !== null).length;
  return [
    { label: 'zookeeper_serving', value: serving, warn: `${String(members)}:`, crit: `${String(majorityOf(members))}:`, max: members },
  ];
}

function brokerFigures({ evidence: { registry }, resolved }: Verified): readonly Figure[] {
  if (!registry.ok) return [];
  const wanted = instancesOf(resolved, 'kafka').length;
  const partitions = servedTopics(registry.value).flatMap((topic) => topic.partitions);
  return [
    { label: 'brokers', value: registry.value.brokers.length, warn: `${String(wanted)}:` },
    { label: 'partitions', value: partitions.length },
    { label: 'under_replicated', value: partitions.filter(isUnderReplicated).length, warn: '0' },
    { label: 'offline', value: partitions.filter((partition) => isOffline(registry.value, partition)).length, crit: '0' },
  ];
}

/** Over all partitions whose leader said where they end. */
function groupFigures({ evidence: { groups } }: Verified): readonly Figure[] {
  if (!groups.ok) return [];
  return lastingGroups(groups.value).map(({ name, partitions }) => ({
    label: `lag ${name}`,
    value: partitions.reduce((sum, partition) => sum + (lagOf(partition) ?? 0), 0),
  }));
}
