// Pure: refuses foreign software in the directory of ours, before any host is touched (exit 5). Foreign software stays as it is.
import { AppError } from '../../errors/app-error.js';
import type { Host, HostName } from '../../model/cluster.js';
import type { BundleIdentity, BundleUse } from '../../model/component.js';
import type { HostFacts, Occupancy } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import { isPlain, realPath } from './real-places.js';

const NOBODY: Occupancy = { tenants: [], strangers: [], users: [] };

export const occupancyOf = ({ occupancy }: HostFacts, dir: string): Occupancy => occupancy[dir] ?? NOBODY;

/** The cluster in the same home that has unpacked the very same, or undefined. */
export const lenderOf = (facts: HostFacts, { dir, bundle }: BundleUse): string | undefined =>
  occupancyOf(facts, dir).tenants.find(({ digest, same }) => same && isBuild(digest, bundle))?.cluster;

/** Without an archive on this machine, the wanted build is unknown and every build will do. */
const isBuild = (digest: string, bundle: BundleIdentity): boolean => bundle.digest === '' || bundle.digest === digest;

/** @throws AppError DATA_REFUSED */
export function refuseForeignSoftware({ placed }: Resolved, facts: ReadonlyMap<HostName, HostFacts>): void {
  for (const { instance, layout } of placed) {
    const known = facts.get(instance.host.name);
    if (known !== undefined) for (const use of layout.bundles) refuseForeign(use, instance.host, known);
  }
}

function refuseForeign(use: BundleUse, host: Host, facts: HostFacts): void {
  const { dir, bundle } = use;
  const now = facts.bundles[dir];
  if (now === undefined || now.kind === 'absent') return;
  if (now.kind === 'ours' && now.intact && isBuild(now.digest, bundle)) return;
  const { tenants, strangers, users } = occupancyOf(facts, dir);
  const refuse = (what: string, todo: string): never => {
    throw new AppError('DATA_REFUSED', `${dir} on ${host.name} ${what}. Nothing was touched.`, {
      where: { host: host.name, file: dir },
      todo: [todo],
    });
  };
  if (!isPlain(facts, host, dir))
    refuse(
      `leads to ${realPath(facts, dir)}: software that somebody put behind a link is not followed`,
      `Remove the link ${dir}, or ${ELSEWHERE}`,
    );
  const other = tenants.find(({ digest }) => !isBuild(digest, bundle));
  if (other !== undefined)
    refuse(
      `is used by the cluster "${other.cluster}", which has another build of ${bundle.directory}`,
      `Give both clusters the same ${bundle.name}.bundle, or ${ELSEWHERE}`,
    );
  if (now.kind === 'foreign') {
    if (lenderOf(facts, use) !== undefined) return;
    const [tenant] = tenants;
    if (tenant !== undefined)
      refuse(
        `is used by the cluster "${tenant.cluster}", and files in it were changed`,
        `Provision that cluster first: it puts the files right. Or ${ELSEWHERE}`,
      );
    refuse(`was not put there by fams-ops.${usersText(users)}${strangersText(strangers, bundle)}`.replace(/\.$/, ''), keepText(dir));
  }
  if (users.length > 0) refuse(`was changed, and others run from it.${usersText(users)}`.replace(/\.$/, ''), keepText(dir));
  if (strangers.length > 0)
    refuse(
      `holds something that fams-ops did not put there: ${few(strangers)}`,
      `Move that away once you know whose it is, then run the same command again: ${bundle.directory} has to be unpacked anew.`,
    );
}

const ELSEWHERE = 'give fams-ops another home: paths.home.';

const keepText = (dir: string): string =>
  `Find out whose it is. To keep it, stop what runs from it and move it away (mv ${dir} ${dir}.old), or ${ELSEWHERE}`;

const usersText = (users: readonly string[]): string =>
  users.length === 0 ? '' : ` Processes run from it: ${users.map(short).slice(0, 3).join('; ')}.`;

const short = (text: string): string => (text.length > 160 ? `${text.slice(0, 80)} ... ${text.slice(-70)}` : text);

function strangersText(strangers: readonly string[], { files }: BundleIdentity): string {
  const names = outside(strangers, files ?? []);
  if (names.length === 0) return strangers.length === 0 ? ' It is empty.' : '';
  return files === undefined ? ` In it: ${few(names)}.` : ` In it that is not of the bundle: ${few(names)}.`;
}

/** Paths that the bundle does not have, a directory of which it knows nothing as one: `logs/`. */
export function outside(paths: readonly string[], files: readonly string[]): readonly string[] {
  const known = new Set(files);
  const dirs = new Set(
    files.flatMap((file) =>
      file
        .split('/')
        .slice(0, -1)
        .map((_, i, parts) => parts.slice(0, i + 1).join('/')),
    ),
  );
  const shown = paths
    .filter((path) => !known.has(path))
    .map((path) => {
      const parts = path.split('/');
      const first = parts.slice(0, -1).findIndex((_, i) => !dirs.has(parts.slice(0, i + 1).join('/')));
      return first < 0 ? path : `${parts.slice(0, first + 1).join('/')}/`;
    });
  return [...new Set(shown)];
}

const few = (names: readonly string[]): string =>
  names.slice(0, 6).join(', ') + (names.length > 6 ? `, and ${String(names.length - 6)} more` : '');
