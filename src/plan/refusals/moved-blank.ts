// Pure: refuses blank instances beside a registry that knows data (exit 5). After a destroy that kept the data, the hosts have no files
// of an earlier run, and only the registry shows that the inventory names other directories.
import { AppError } from '../../errors/app-error.js';
import type { HostName } from '../../model/cluster.js';
import type { ComponentSpec } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';
import { holdsData } from './data.js';

type FactsOf = ReadonlyMap<HostName, HostFacts>;

/**
 * @param registered whether the registry names any topic; null where it could not be read
 * @throws AppError DATA_REFUSED
 */
export function refuseBlankUnderRegistry(
  resolved: Resolved,
  specs: readonly ComponentSpec[],
  facts: FactsOf,
  registered: boolean | null,
): void {
  if (registered === false) return;
  const of = (name: string): readonly Placed[] => resolved.placed.filter(({ instance }) => instance.component === name);
  for (const { name, needs } of specs.filter(({ whereabouts }) => whereabouts !== null)) {
    const instances = of(name);
    const [first] = instances;
    // A minority that was started alone has made its directories and knows nothing yet.
    const full = needs.filter((lower) => 2 * of(lower).filter((placed) => holdsData(placed, facts)).length > of(lower).length);
    if (first === undefined || full.length === 0 || instances.some((placed) => isRecorded(placed, facts))) continue;
    const { instance, layout } = first;
    throw new AppError(
      'DATA_REFUSED',
      `${full.join(' and ')} holds data of a cluster, and no ${name} has any: none of the directories that the inventory names for it ` +
        `(${layout.dataDirs.map(({ path }) => path).join(', ')}) has a record. Nothing was touched.`,
      {
        where: { host: instance.host.name },
        todo: [
          `Name the directories in which the data of ${name} lie, or mount their disks.`,
          `If there never were any, start ${full.join(' and ')} first: what is registered there can then be seen.`,
          'If nothing of it is wanted any more: "fams-ops destroy --data", then provision again.',
        ],
      },
    );
  }
}

const isRecorded = ({ instance, layout }: Placed, facts: FactsOf): boolean =>
  layout.dataDirs.some(({ path }) => {
    const dir = facts.get(instance.host.name)?.dirs[path];
    return dir?.kind === 'dir' && dir.identity !== null;
  });
