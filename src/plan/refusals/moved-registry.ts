// Pure: another ensemble, another path in it, or other ports, than those that an instance with data belongs to (exit 5).
import { majorityOf } from '../../components/zookeeper/serving.js';
import { AppError } from '../../errors/app-error.js';
import type { ComponentSpec, Whereabouts } from '../../model/component.js';
import type { Subject } from './moved-data.js';
import { formerDirs } from './whereabouts.js';

/** @throws AppError DATA_REFUSED */
export function refuseOtherRegistry(subject: Subject, names: ReadonlyMap<string, string>, specs: readonly ComponentSpec[]): void {
  const { placed, reader } = subject;
  const before = placed.running ?? placed.written;
  const text = placed.layout.files.find(({ path }) => path === placed.layout.config?.path)?.text;
  if (before === null || text === undefined || !holdsAnything(subject)) return;
  const wanted = reader.read(text);
  refuseOtherChroot(subject, before, wanted);
  // A new address for the same host makes no other ensemble.
  const known = new Map([...before.ensemble].map(([address, ports]) => [names.get(address) ?? address, ports]));
  refuseOtherEnsemble(subject, known, wanted.ensemble);
  if (placed.running !== null) refuseOtherPorts(subject, known, wanted.ensemble, specs);
}

/** What never held anything cannot lose it. */
function holdsAnything({ placed, facts }: Subject): boolean {
  const { layout, running } = placed;
  const [data] = layout.dataDirs;
  const dirs = [...layout.dataDirs.map(({ path }) => path), ...formerDirs(placed)];
  return running !== null || dirs.some((path) => facts.dirs[path]?.kind === 'dir' && data?.holdsData(facts.dirs[path].entries) === true);
}

function refuseOtherChroot({ placed, spec }: Subject, before: Whereabouts, wanted: Whereabouts): void {
  if (before.chroot === wanted.chroot || before.chroot === null) return;
  const { host, component } = placed.instance;
  const shown = (path: string | null): string => (path === null || path === '' ? '/' : path);
  throw new AppError(
    'DATA_REFUSED',
    `${spec.title} ${String(before.id ?? placed.instance.id)} on ${host.name} keeps its topics below ${shown(before.chroot)} in ZooKeeper, and the inventory says ` +
      `${shown(wanted.chroot)}: there it would find none of them. Nothing was touched.`,
    {
      where: { host: host.name },
      todo: [
        `Write ${component}.chroot: "${before.chroot}".`,
        'The path of a cluster with data cannot be changed: make another cluster and copy the records to it.',
      ],
    },
  );
}

/** Neither may those who leave be a majority without the others, nor those who come: there would be two ensembles, or a blank one. */
function refuseOtherEnsemble({ placed, spec }: Subject, before: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): void {
  const left = [...before.keys()].filter((address) => !wanted.has(address));
  const joined = [...wanted.keys()].filter((address) => !before.has(address));
  if (before.size === 0 || (left.length < majorityOf(before.size) && joined.length < majorityOf(wanted.size))) return;
  const { host } = placed.instance;
  throw new AppError(
    'DATA_REFUSED',
    `${spec.title} on ${host.name} belongs to the ensemble ${[...before.keys()].join(', ')}, and the inventory makes it ` +
      `${[...wanted.keys()].join(', ')}: most of the data would stay behind. Nothing was touched.`,
    {
      where: { host: host.name },
      todo: [
        'Give the role zookeeper back, then change one member at a time: provision after each, and wait until "fams-ops verify" is content.',
      ],
    },
  );
}

/** Ports that all must agree on cannot change one after the other. */
function refuseOtherPorts(
  { placed, spec, reader }: Subject,
  before: ReadonlyMap<string, string>,
  wanted: ReadonlyMap<string, string>,
  specs: readonly ComponentSpec[],
): void {
  const common = [...before].filter(([address, ports]) => ports !== '' && (wanted.get(address) ?? '') !== '');
  const changed = common.filter(([address, ports]) => wanted.get(address) !== ports);
  if (changed.length === 0 || (reader.anyMember && changed.length < common.length)) return;
  const { host } = placed.instance;
  const [address = '', ports = ''] = changed[0] ?? [];
  const users = specs.filter(({ needs, side }) => needs.includes(spec.name) && side === spec.side).map(({ name }) => name);
  throw new AppError(
    'DATA_REFUSED',
    `${spec.title} on ${host.name} runs and reaches ZooKeeper on ${address} by port ${ports}, and the inventory says ` +
      `${wanted.get(address) ?? ''}: restarted one after the other they would lose each other. Nothing was touched.`,
    {
      where: { host: host.name },
      todo: [
        'Write the ports as they were.',
        `To change them: "fams-ops stop ${[...users, spec.name].join(' ')}" on all hosts, then provision: they start together.`,
      ],
    },
  );
}
