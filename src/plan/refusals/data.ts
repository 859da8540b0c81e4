// Pure: what is refused before any host is touched, because going on could destroy data (exit 5).
import { STARTED } from '../../components/service.js';
import { AppError } from '../../errors/app-error.js';
import type { ComponentSpec, DataDir } from '../../model/component.js';
import type { DirFacts, HostFacts } from '../../model/facts.js';
import type { HostName } from '../../model/cluster.js';
import type { Placed, Resolved } from '../../model/resolved.js';
import { refuseLinkedBase, refuseMisplacedData } from './real-places.js';

type FactsOf = ReadonlyMap<HostName, HostFacts>;

/** @throws AppError DATA_REFUSED */
export function refuseUnsafeData(resolved: Resolved, specs: readonly ComponentSpec[], facts: FactsOf): void {
  refuseLinkedBase(resolved, facts);
  refuseForeignData(resolved, facts);
  for (const spec of specs) for (const needed of spec.needs) refuseBlankUnderData(resolved, spec.name, needed, facts);
}

/**
 * Of these, what also holds before data are removed.
 * @throws AppError DATA_REFUSED
 */
export function refuseForeignData(resolved: Resolved, facts: FactsOf): void {
  for (const placed of resolved.placed) refuseForeign(placed, facts);
  refuseMisplacedData(resolved, facts);
}

/** Our own temporary files: a run that was killed while it wrote the record leaves one. */
const LEFT_OVER = /^\..*\.fams-put\./;
const OWN_FILES: readonly string[] = ['fams-ops.json', STARTED];

function refuseForeign({ instance: { host }, layout }: Placed, facts: FactsOf): void {
  for (const dataDir of layout.dataDirs) {
    const { path } = dataDir;
    const dir = facts.get(host.name)?.dirs[path];
    if (dir === undefined || dir.kind === 'absent') continue;
    const strange = dir.kind === 'other' ? [dir.what] : dir.identity === null ? strangersIn(dataDir, dir) : [];
    if (strange.length === 0) continue;
    const some = strange.slice(0, 5).join(', ') + (strange.length > 5 ? ', ...' : '');
    throw new AppError(
      'DATA_REFUSED',
      `${path} on ${host.name} holds something that fams-ops did not put there: ${some}. Nothing was touched.`,
      {
        where: { host: host.name, file: path },
        todo: ['Name another directory in the inventory, or move what is there away after you have found out whose it is.'],
      },
    );
  }
}

/** What is in a data directory and is neither its component's nor ours; without a record that is more. */
export function strangersIn({ expected, ownNames }: DataDir, { entries, identity }: Extract<DirFacts, { kind: 'dir' }>): readonly string[] {
  const own = new RegExp(ownNames);
  const ours = (name: string): boolean => identity !== null && (OWN_FILES.includes(name) || own.test(name));
  return entries.filter((name) => !expected.includes(name) && !LEFT_OVER.test(name) && !ours(name));
}

/** A blank ensemble beside brokers that hold logs would start an empty cluster over old data, and the logs would be deleted or orphaned. */
function refuseBlankUnderData(resolved: Resolved, upper: string, lower: string, facts: FactsOf): void {
  const of = (name: string): readonly Placed[] => resolved.placed.filter(({ instance }) => instance.component === name);
  const holding = of(upper).filter((placed) => holdsData(placed, facts));
  const members = of(lower);
  const blank = members.filter((placed) => !holdsData(placed, facts));
  const [first] = holding;
  if (first === undefined || blank.length * 2 <= members.length) return;
  const where = blank.map(({ instance }) => instance.host.name).join(', ');
  throw new AppError(
    'DATA_REFUSED',
    `${upper} holds data on ${holding.map(({ instance }) => instance.host.name).join(', ')}, but ${lower} is empty on ${where}. Nothing was touched.`,
    {
      where: { host: first.instance.host.name },
      todo: [
        `An empty majority of ${lower} would forget every topic. Bring its data back (${blank.flatMap(({ layout }) => layout.dataDirs.map((d) => d.path)).at(0) ?? ''}).`,
        `If the records are not wanted any more: "fams-ops destroy --data", then provision again.`,
      ],
    },
  );
}

export function holdsData({ instance: { host }, layout }: Placed, facts: FactsOf): boolean {
  return layout.dataDirs.some((one) => {
    const dir = facts.get(host.name)?.dirs[one.path];
    return dir?.kind === 'dir' && one.holdsData(dir.entries);
  });
}
