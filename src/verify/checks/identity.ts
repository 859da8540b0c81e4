// host.identity: does the record beside the data say that it is this instance's data?
import { CLUSTER, count, crit, ok } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { DataDir } from '../../model/component.js';
import type { HostFacts, IdentityRecord } from '../../model/facts.js';

export const hostIdentity = check({
  id: 'host.identity',
  title: 'Data belongs to these instances',
  phase: 'running',
  needs: { facts },
  limits: {},
  explain:
    'Kafka 0.8.2.1 and ZooKeeper 3.4.6 start with whatever data they find, also with that of another broker. fams-ops therefore keeps a ' +
    'record fams-ops.json in each data directory. One that is missing (its disk may not be mounted), unreadable or of another instance is ' +
    'critical: data may have been swapped or lost. So are data in a directory that the inventory does not name.',
  judge: ({ facts }, _want, placed) => {
    const read = placed.flatMap(({ instance, layout, running, written }) => {
      const host = facts.get(instance.host.name);
      if (host === undefined) return [];
      const target = `${host.host}/${instance.component}`;
      const former = (running ?? written)?.dataDirs ?? [];
      const elsewhere = former.filter((path) => !layout.dataDirs.some((dir) => dir.path === path));
      return [
        ...layout.dataDirs.map((dir) => judgeRecord(target, dir, host, former.includes(dir.path))),
        ...elsewhere.map((path) => notNamed(target, path, host, running !== null)),
      ];
    });
    const bad = read.filter((finding) => finding.status !== 'ok');
    return bad.length > 0 || read.length === 0 ? bad : [ok(CLUSTER, read.length, `${count(read.length, 'record')} as expected`)];
  },
});

/** The process writes there, or its next start will, whatever the inventory says. */
const notNamed = (target: string, path: string, { host }: HostFacts, runs: boolean): Finding =>
  crit(
    target,
    path,
    `${runs ? 'runs with' : 'has'} its data in ${host}:${path}, which the inventory does not name`,
    'Write it into the inventory as it was; "fams-ops plan" says how data are really moved.',
  );

function judgeRecord(target: string, { path, record }: DataDir, host: HostFacts, used: boolean): Finding {
  const dir = host.dirs[path];
  const found = dir?.kind === 'dir' ? dir.identity : null;
  const where = `${host.host}:${path}`;
  if (found === null)
    return crit(
      target,
      null,
      used ? `the record of its owner is gone from ${where}, where its data should be` : `no record of its owner in ${where}`,
      `See whether ${path} is mounted and holds the right data; "fams-ops plan" says what would be done.`,
    );
  const other = difference(found, record);
  if (other === null) return ok(target, record.id, `${path} is its own`);
  return crit(
    target,
    record.id,
    `${where} ${other}`,
    `Put the right data back into ${path}, or correct the ids in the inventory; nothing was changed.`,
  );
}

/** Null when it is the wanted record. */
function difference(text: string, want: IdentityRecord): string | null {
  const found = parse(text);
  if (found === null) return 'has a record that cannot be read';
  const same = found.cluster === want.cluster && found.component === want.component && found.id === want.id;
  const name = (record: Partial<IdentityRecord>): string =>
    `${String(record.component)} ${String(record.id)} of cluster ${String(record.cluster)}`;
  return same ? null : `belongs to ${name(found)}, not to ${name(want)}`;
}

function parse(text: string): Partial<IdentityRecord> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
