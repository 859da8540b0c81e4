// Runs checks over evidence. What could not be read is unknown by construction: no check can say "ok" of it.
import { withHosts } from '../evidence/evidence.js';
import { reach } from '../evidence/sources.js';
import { CLUSTER, some } from '../components/findings.js';
import type { Check, CheckReport, Finding, Scene, Status } from '../model/check.js';
import type { Evidence, Read, Source } from '../model/source.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Placed, Resolved } from '../model/resolved.js';
import { hostSsh } from './checks/ssh.js';
import type { Gathered } from './gather.js';

/** Something that a check needs and that is not there. */
interface Unread {
  readonly source: Source;
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
    const took = Math.max(0, ...check.needs.map((source) => ms[source.id] ?? 0));
    return judgeOne(check, evidence, resolved).map((said) => ({
      id: check.id,
      ...traced(check, said, evidence.hosts(reach), rootSaid),
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
  const told = unread.some(({ host }) => host === null)
    ? []
    : ask(check, { evidence: withoutReach(evidence, blind), want: resolved, hosts, placed });
  // An "ok" of something that was not read is no finding; a worse word on it is, and gets the reason why it was not read.
  const findings = told.flatMap((finding): readonly Said[] => {
    const missing = unread.find((one) => concerns(finding, one));
    if (missing === undefined) return [finding];
    return finding.status === 'ok' || missing.blind ? [] : [{ ...finding, message: `${finding.message}: ${missing.reason}` }];
  });
  const silent = unread.filter((one, i) => unread.findIndex((other) => other.target === one.target) === i && !findings.some(worse(one)));
  const reports = [...findings, ...silent.map(unknown)];
  // Of hosts that are to carry a cluster, nothing that the check is about may be planned.
  return reports.length > 0 || check.phase === 'before'
    ? reports
    : [empty('unknown', CLUSTER, 'the check had nothing to say', 'Report it: this is an error in fams-ops.')];
}

/** A host through which nothing could be looked at is, for a check that would have looked, as good as one that cannot be reached. */
const withoutReach = (evidence: Evidence, blind: ReadonlySet<HostName>): Evidence =>
  blind.size === 0 ? evidence : withHosts(evidence, reach, new Map([...evidence.hosts(reach)].filter(([host]) => !blind.has(host))));

/** What follows from hosts that cannot be reached has no remedy of its own: theirs is said by host.ssh. */
function traced({ id }: Check, { blames, ...report }: Said, reached: ReadonlyMap<HostName, Read<unknown>>, rootSaid: boolean): Said {
  const down = [...reached].flatMap(([host, read]) => (read.ok ? [] : [host]));
  const host = down.find((name) => concerns(report, { host: name }));
  const blamed = blames ?? (host === undefined ? [] : [host]);
  if (id === hostSsh.id || report.status === 'ok' || blamed.length === 0 || !blamed.every((name) => down.includes(name))) return report;
  const message =
    blames === undefined || report.message.includes('cannot be reached')
      ? report.message
      : `${report.message} (follows from host.ssh: ${some(blamed)} cannot be reached)`;
  return { ...report, message, fix: rootSaid ? '' : reach.fix(some(blamed)) };
}

const concerns = ({ target }: { readonly target: string }, { host }: Pick<Unread, 'host'>): boolean =>
  host !== null && (target === host || target.startsWith(`${host}/`));

const worse =
  (unread: Unread) =>
  (finding: Said): boolean =>
    finding.status !== 'ok' && concerns(finding, unread);

function ask(check: Check, scene: Scene): readonly Said[] {
  try {
    return check.judge(scene);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [empty('unknown', CLUSTER, `the check itself failed: ${why}`, 'Report it: this is an error in fams-ops.')];
  }
}

/** @param role the only one that the check is about; null: hosts, or several roles */
function findUnread(
  needs: readonly Source[],
  evidence: Evidence,
  hosts: readonly HostName[],
  placed: readonly Placed[],
  role: ComponentName | null,
): readonly Unread[] {
  return needs.flatMap((source): readonly Unread[] => {
    if (source.kind === 'cluster') {
      const read = evidence.cluster(source);
      return read.ok ? [] : [{ source, host: null, target: CLUSTER, reason: read.reason, blind: read.blind === true }];
    }
    const { of } = source;
    const reads = evidence.hosts(source);
    return hosts.flatMap((host) => {
      // A check of several roles looks at each source where there is one.
      if (role === null && of !== null && !placed.some(({ instance }) => instance.component === of && instance.host.name === host))
        return [];
      const read = reads.get(host);
      const component = role ?? of;
      const target = component === null ? host : `${host}/${component}`;
      if (read === undefined) return [{ source, host, target, reason: 'it was not read', blind: false }];
      return read.ok ? [] : [{ source, host, target, reason: read.reason, blind: read.blind === true }];
    });
  });
}

const unknown = ({ source, host, target, reason }: Unread): Said =>
  empty('unknown', target, `${source.what} could not be read: ${reason}`, source.kind === 'host' ? source.fix(host ?? '') : source.fix);

const empty = (status: Status, target: string, message: string, fix: string): Said => ({ target, status, value: null, message, fix });
