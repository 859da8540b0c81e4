// Rules about directories on the hosts: each value has one of its own, and none holds more than what is in it.
import type { Host } from '../../model/cluster.js';
import { hostPath, shown } from '../schema/fields.js';
import type { Path } from '../text/path.js';
import { hostPathText, isWritten, originOf, type Draft } from './draft.js';

interface Directory {
  readonly path: string;
  readonly machine: string;
  readonly origin: Path;
  readonly what: string;
}

export function checkDirectories(draft: Draft): void {
  const homes = new Map<string, number>();
  const all: Directory[] = [];
  for (const i of draft.fresh) {
    const host = draft.cluster.hosts[i];
    if (host === undefined || !checkHome(draft, host, i, homes)) continue;
    if (host.java.home !== null) checkPath(draft, originOf(draft, i, ['java', 'home']), host, host.java.home);
    for (const directory of dataDirs(draft, host, i)) {
      if (!checkPath(draft, directory.origin, host, directory.path)) continue;
      checkReach(draft, directory, host);
      checkOverlap(draft, directory, all);
      all.push(directory);
    }
  }
}

/** The same machine as far as can be seen from here: what we dial, through what. */
const machineOf = ({ connection, ssh }: Host): string =>
  connection === 'local' ? 'local' : [ssh.jump ?? '', ssh.host.toLowerCase(), String(ssh.port)].join(' ');

/** Nothing below a home that cannot be used is looked at: all of it would be wrong for the same reason. */
function checkHome(draft: Draft, host: Host, i: number, homes: Map<string, number>): boolean {
  const origin = originOf(draft, i, ['paths', 'home']);
  const fault = hostPath(host.home);
  if (!isWritten(origin) && fault !== undefined) {
    draft.problems.error(origin, `its home directory ${shown(host.home)} ${fault.message}`, 'Name another: paths: { home: /DIRECTORY }.');
    return false;
  }
  if (!checkPath(draft, origin, host, host.home)) return false;
  const place = `${machineOf(host)} ${host.home}`;
  const first = homes.get(place);
  homes.set(place, first ?? i);
  if (first !== undefined)
    draft.problems.error(
      origin,
      `shares its machine and home directory with ${hostPathText(first)}`,
      'Hosts on one machine each need a directory of their own: paths: { home: /DIRECTORY }.',
    );
  return first === undefined;
}

function dataDirs(draft: Draft, host: Host, i: number): readonly Directory[] {
  return draft.specs.flatMap(({ name, section }) =>
    Object.entries(host.settings[name]?.dirs ?? {}).flatMap(([key, paths]) => {
      const origin = originOf(draft, i, [section.key, ...(section.configDirs.includes(key) ? ['config'] : []), key]);
      return paths.map((path) => ({ path, machine: machineOf(host), origin, what: `${section.key}'s ${key} of ${host.name}` }));
    }),
  );
}

/** Fields have judged what was written; this sees what became of it: `~`, and lists of directories. */
function checkPath({ problems }: Draft, origin: Path, { connection }: Host, path: string): boolean {
  if (path.startsWith('~')) {
    problems.error(
      origin,
      'begins with "~", which is known only on this machine',
      connection === 'local' ? 'Write "~/DIRECTORY" or the whole path.' : 'Write the whole path, as in /home/fams/DIRECTORY.',
    );
    return false;
  }
  const fault = path === '' ? { message: 'names an empty directory' } : hostPath(path);
  problems.fault(origin, fault);
  return fault === undefined;
}

function checkReach({ problems, specs, cluster }: Draft, { path, origin }: Directory, { home }: Host): void {
  const software = specs.flatMap((spec) => spec.softwareDirs(cluster.software)).find((name) => contains(`${home}/${name}`, path));
  if (contains(path, home)) problems.error(origin, 'holds the home directory', 'Name a directory for the data alone.');
  else if (contains(`${home}/.fams-ops`, path))
    problems.error(origin, 'lies in .fams-ops, which destroy removes', 'Name a directory outside it.');
  else if (software !== undefined)
    problems.error(
      origin,
      `lies in ${software}, the directory of the software, which is replaced as a whole`,
      'Name a directory outside it.',
    );
}

function checkOverlap({ problems }: Draft, { path, machine, origin }: Directory, others: readonly Directory[]): void {
  const other = others.find((one) => one.machine === machine && (contains(one.path, path) || contains(path, one.path)));
  if (other === undefined) return;
  const how = other.path === path ? 'is also' : contains(other.path, path) ? 'lies in' : 'holds';
  problems.error(origin, `${how} ${other.what}`, 'Each needs a directory of its own.');
}

const contains = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
