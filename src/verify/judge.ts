// Runs checks over evidence. What could not be read is unknown by construction: no check can say "ok" of it.
import { CLUSTER, some } from '../components/findings.js';
import type { Check, CheckReport, Evidence, Finding, HostSourceId, Seen, SourceId, Status } from '../model/check.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Placed, Resolved } from '../model/resolved.js';
import { hostSsh } from './checks/ssh.js';
import type { Gathered } from './gather.js';
import { HOST_SOURCES, isHostSource, SOURCES } from './sources.js';

/** Something that a check needs and that is not there. */
interface Unread {
  readonly source: SourceId;
  /** Null for what is read once for the cluster. */
  readonly host: HostName | null;
  readonly target: string;
  readonly reason: string;
  /** Whoever looks could not: no word on the host or on what is there holds. */
  readonly blind: boolean;
}

/** Pure. Every check yields at least one report; reports come in the order of the checks. */
export function judge(checks: readonly Check[], { evidence, ms }: Gathered, resolved: Resolved): readonly CheckReport[] {
  const rootSaid = checks.some(({ id }) => id === hostSsh.id);
  return checks.flatMap((check) => {
    const took = Math.max(0, ...check.needs.map((source) => ms[source] ?? 0));
    return judgeOne(check, evidence, resolved).map((said) => ({
      id: check.id,
      ...traced(check, said, evidence.reach, rootSaid),
      ms: took,
    }));
  });
}

type Said = Omit<CheckReport, 'id' | 'ms'> & Pick<Finding, 'blames'>;

function judgeOne(check: Check, evidence: Evidence, resolved: Resolved): readonly Said[] {
  const roles = [check.of].flat();
  const all = roles.includes('hosts');
  const placed = resolved.placed.filter(({ instance }) => all || roles.includes(instance.component));
  const found = all ? resolved.cluster.hosts.map((host) => host.name) : placed.map(({ instance }) => instance.host.name);
  const hosts = [...new Set(found)];
  if (hosts.length === 0) return [empty('skip', CLUSTER, `no host has the role ${roles.join(' or ')}`, '')];
  const unread = findUnread(
    check.needs,
    evidence,
    hosts,
    placed,
    roles.length > 1 ? null : (roles.find((role) => role !== 'hosts') ?? null),
  );
  const blind = new Set(unread.flatMap((one) => (one.blind && one.host !== null ? [one.host] : [])));
  const told = unread.some(({ host }) => host === null) ? [] : ask(check, withoutReach(evidence, blind), resolved, placed, hosts);
  // An "ok" of something that was not read is no finding; a worse word on it is, and gets the reason why it was not read.
  const findings = told.flatMap((finding): readonly Said[] => {
    const missing = unread.find((one) => concerns(finding, one));
    if (missing === undefined) return [finding];
    return finding.status === 'ok' || missing.blind ? [] : [{ ...finding, message: `${finding.message}: ${missing.reason}` }];
  });
  const silent = unread.filter((one, i) => unread.findIndex((other) => other.target === one.target) === i && !findings.some(worse(one)));
  const reports = [...findings, ...silent.map(unknown)];
  return reports.length > 0
    ? reports
    : [empty('unknown', CLUSTER, 'the check had nothing to say', 'Report it: this is an error in fams-ops.')];
}

/** A host through which nothing could be looked at is, for a check that would have looked, as good as one that cannot be reached. */
const withoutReach = (evidence: Evidence, blind: ReadonlySet<HostName>): Evidence =>
  blind.size === 0 ? evidence : { ...evidence, reach: new Map([...evidence.reach].filter(([host]) => !blind.has(host))) };

/** What follows from hosts that cannot be reached has no remedy of its own: theirs is said by host.ssh. */
function traced({ id }: Check, { blames, ...report }: Said, reach: Evidence['reach'], rootSaid: boolean): Said {
  const down = [...reach].flatMap(([host, read]) => (read.ok ? [] : [host]));
  const host = down.find((name) => concerns(report, { host: name }));
  const blamed = blames ?? (host === undefined ? [] : [host]);
  if (id === hostSsh.id || report.status === 'ok' || blamed.length === 0 || !blamed.every((name) => down.includes(name))) return report;
  const message =
    blames === undefined || report.message.includes('cannot be reached')
      ? report.message
      : `${report.message} (follows from host.ssh: ${some(blamed)} cannot be reached)`;
  return { ...report, message, fix: rootSaid ? '' : SOURCES.reach.fix(some(blamed)) };
}

const concerns = ({ target }: { readonly target: string }, { host }: Pick<Unread, 'host'>): boolean =>
  host !== null && (target === host || target.startsWith(`${host}/`));

const worse =
  (unread: Unread) =>
  (finding: Said): boolean =>
    finding.status !== 'ok' && concerns(finding, unread);

function ask(check: Check, evidence: Evidence, resolved: Resolved, placed: readonly Placed[], hosts: readonly HostName[]): readonly Said[] {
  const seen: Partial<Record<SourceId, unknown>> = {};
  for (const source of check.needs) seen[source] = isHostSource(source) ? readOf(evidence, source, hosts) : valueOf(evidence[source]);
  const limits = { ...check.limits, ...resolved.cluster.thresholds[check.id] };
  try {
    // The loop put there exactly what the check says that it needs.
    return check.judge(seen as unknown as Seen<SourceId>, resolved, placed, limits) satisfies readonly Finding[];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [empty('unknown', CLUSTER, `the check itself failed: ${why}`, 'Report it: this is an error in fams-ops.')];
  }
}

function readOf(evidence: Evidence, source: HostSourceId, hosts: readonly HostName[]): ReadonlyMap<HostName, unknown> {
  return new Map(
    hosts.flatMap((host) => {
      const read = evidence[source].get(host);
      return read?.ok ? [[host, read.value] as const] : [];
    }),
  );
}

const valueOf = (read: { readonly ok: boolean; readonly value?: unknown }): unknown => read.value;

/** @param role the only one that the check is about; null: hosts, or several roles */
function findUnread(
  needs: readonly SourceId[],
  evidence: Evidence,
  hosts: readonly HostName[],
  placed: readonly Placed[],
  role: ComponentName | null,
): readonly Unread[] {
  return needs.flatMap((source): readonly Unread[] => {
    if (!isHostSource(source)) {
      const read = evidence[source];
      return read.ok ? [] : [{ source, host: null, target: CLUSTER, reason: read.reason, blind: read.blind === true }];
    }
    const { of } = HOST_SOURCES[source];
    return hosts.flatMap((host) => {
      // A check of several roles looks at each source where there is one.
      if (role === null && of !== null && !placed.some(({ instance }) => instance.component === of && instance.host.name === host))
        return [];
      const read = evidence[source].get(host);
      const component = role ?? of;
      const target = component === null ? host : `${host}/${component}`;
      if (read === undefined) return [{ source, host, target, reason: 'it was not read', blind: false }];
      return read.ok ? [] : [{ source, host, target, reason: read.reason, blind: read.blind === true }];
    });
  });
}

const unknown = ({ source, host, target, reason }: Unread): Said =>
  empty('unknown', target, `${SOURCES[source].what} could not be read: ${reason}`, SOURCES[source].fix(host ?? ''));

const empty = (status: Status, target: string, message: string, fix: string): Said => ({ target, status, value: null, message, fix });
