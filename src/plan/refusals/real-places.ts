// Pure: where directories really lie. A link must not make one directory hold another, or lead to what is not ours (exit 5).
import { baseOf } from '../../components/places.js';
import { AppError } from '../../errors/app-error.js';
import type { Host, HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';

type FactsOf = ReadonlyMap<HostName, HostFacts>;

/** The real path, also when the last parts of the path do not exist yet. */
export const realPath = ({ links }: HostFacts, path: string): string => links[path] ?? path;

/** False for a path below the home that is a link or lies below one. The home itself may be behind a link. */
export const isPlain = (facts: HostFacts, { home }: Host, path: string): boolean =>
  !path.startsWith(`${home}/`) || realPath(facts, path) === below(realPath(facts, home), path.slice(home.length));

const below = (dir: string, rest: string): string => `${dir === '/' ? '' : dir}${rest}`;

/** @throws AppError DATA_REFUSED where our own directory on a host is behind a link */
export function refuseLinkedBase({ cluster, placed }: Resolved, facts: FactsOf): void {
  for (const host of cluster.hosts) {
    const known = facts.get(host.name);
    const base = baseOf(cluster, host);
    if (known === undefined || isPlain(known, host, base) || !placed.some(({ instance }) => instance.host.name === host.name)) continue;
    throw new AppError(
      'DATA_REFUSED',
      `${base} on ${host.name} leads to ${realPath(known, base)}: fams-ops keeps its own files in a directory of their own, not behind a link. Nothing was touched.`,
      { where: { host: host.name, file: base }, todo: [`Remove the link, or give fams-ops another home: paths.home.`] },
    );
  }
}

/** @throws AppError DATA_REFUSED where a data directory really is, holds or lies in something else */
export function refuseMisplacedData({ cluster, placed }: Resolved, facts: FactsOf): void {
  for (const host of cluster.hosts) {
    const known = facts.get(host.name);
    if (known !== undefined)
      misplaced(
        host,
        placed.filter(({ instance }) => instance.host.name === host.name),
        known,
      );
  }
}

function misplaced(host: Host, placed: readonly Placed[], known: HostFacts): void {
  const own = `${host.home}/.fams-ops`;
  const software = new Set(
    placed.flatMap(({ layout }) => layout.bundles.map(({ dir }) => dir)).filter((dir) => !dir.startsWith(`${own}/`)),
  );
  const data = placed.flatMap(({ instance, layout }) =>
    layout.dataDirs.map(({ path }) => ({ path, what: `a data directory of ${instance.component}` })),
  );
  const real = (path: string): string => realPath(known, path);
  const holdsNo = [
    { path: host.home, what: 'the home directory' },
    { path: `${host.home}/.ssh`, what: 'the keys of the login' },
    { path: own, what: "fams-ops' own directory" },
  ];
  const apartFrom = [{ path: own, what: "fams-ops' own directory" }, ...[...software].map((path) => ({ path, what: 'software' }))];
  data.forEach(({ path }, i) => {
    const there = real(path);
    const held = there === '/' ? { path: '/', what: 'the whole machine' } : holdsNo.find((other) => contains(there, real(other.path)));
    const other =
      held ?? [...apartFrom, ...data.slice(0, i)].find((one) => contains(real(one.path), there) || contains(there, real(one.path)));
    if (other === undefined) return;
    const how = there === path ? 'is' : `leads to ${there}, which is`;
    const relation = there === real(other.path) ? '' : contains(there, real(other.path)) ? ' above' : ' below';
    throw new AppError('DATA_REFUSED', `${path} on ${host.name} ${how}${relation} ${other.path} (${other.what}). Nothing was touched.`, {
      where: { host: host.name, file: path },
      todo: ['Name a directory that holds this data and nothing else.'],
    });
  });
}

const contains = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
