// Runs preflight checks over what was read. A host that could not be looked at is unknown by construction.
import type { CheckReport, Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { Resolved } from '../../model/resolved.js';
import type { PreflightCheck, ReadingId, Readings, Seen } from './check.js';

/** How long the readings took, ms. */
export type ReadingTimes = Readonly<Record<ReadingId, number>>;

export function judgeHosts(
  checks: readonly PreflightCheck[],
  readings: Readings,
  want: Resolved,
  times: ReadingTimes,
): readonly CheckReport[] {
  const hosts = want.cluster.hosts.map((host) => host.name);
  return checks.flatMap((check) => {
    const missing = new Map(hosts.flatMap((host) => reasonOf(check, readings, host)));
    const seen = hosts.filter((host) => !missing.has(host));
    const findings: readonly Finding[] = seen.length > 0 ? check.judge(sightOf(check, readings, seen), want) : [];
    const ms = Math.max(0, ...check.needs.map((need) => times[need]));
    const unknown = [...missing].map(([target, message]) => ({ target, status: 'unknown' as const, value: null, message, fix: '' }));
    return [...findings, ...unknown].map((one) => ({ id: check.id, ...one, ms }));
  });
}

function reasonOf(check: PreflightCheck, readings: Readings, host: HostName): readonly (readonly [HostName, string])[] {
  for (const need of check.needs) {
    const read = readings[need].get(host);
    if (read?.ok !== true) return [[host, read?.reason ?? 'it was not looked at']];
  }
  return [];
}

function sightOf(check: PreflightCheck, readings: Readings, hosts: readonly HostName[]): Seen<ReadingId> {
  const values = <K extends ReadingId>(id: K): Seen<K>[K] =>
    new Map(
      hosts.flatMap((host) => {
        const read = readings[id].get(host);
        return read?.ok === true && check.needs.includes(id) ? [[host, read.value] as const] : [];
      }),
    );
  return { facts: values('facts'), limits: values('limits'), dials: values('dials') };
}
