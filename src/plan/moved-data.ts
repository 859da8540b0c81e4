// Pure: data directories that the inventory leaves behind, and directories that have lost the record that they had (exit 5).
import { shellWord } from '../components/service.js';
import { AppError } from '../errors/app-error.js';
import type { ComponentSpec, DataDir, WhereaboutsReader } from '../model/component.js';
import type { DirFacts, HostFacts, IdentityRecord } from '../model/facts.js';
import type { Placed } from '../model/resolved.js';
import { parseRecord } from './ids.js';
import { formerDirs } from './whereabouts.js';

/** One instance, with everything that is known of its host. */
export interface Subject {
  readonly placed: Placed;
  readonly spec: ComponentSpec;
  readonly reader: WhereaboutsReader;
  readonly facts: HostFacts;
}

const nameOf = ({ spec, placed }: Subject): string => `${spec.title} ${String(placed.instance.id)}`;

const ownRecord = ({ placed: { layout } }: Subject, dir: DirFacts | undefined): boolean => {
  const want = layout.dataDirs[0]?.record;
  const record = dir?.kind === 'dir' && dir.identity !== null ? parseRecord(dir.identity) : null;
  return record !== null && record.cluster === want?.cluster && record.component === want.component;
};

const hasRecord = (dir: DirFacts | undefined): boolean => dir?.kind === 'dir' && dir.identity !== null;
const isHeld = (data: DataDir | undefined, dir: DirFacts | undefined): boolean =>
  dir?.kind === 'dir' && data?.holdsData(dir.entries) === true;

/** Directories that the inventory and the host's files agree on, or that lie beside a sibling with data, without their record. */
export function lostRecords({ placed, facts }: Pick<Subject, 'placed' | 'facts'>): readonly string[] {
  const { layout } = placed;
  const wanted = layout.dataDirs.map(({ path }) => path);
  const former = formerDirs(placed);
  if (former.length > 0) return withoutRecord(wanted, facts).filter((path) => former.includes(path));
  // Without files of an earlier run nobody knows whether a blank directory is new or a disk that is missing: beside data it may be the latter.
  const data = layout.dataDirs.some((dir) => hasRecord(facts.dirs[dir.path]) && isHeld(dir, facts.dirs[dir.path]));
  return data ? withoutRecord(wanted, facts) : [];
}

/** What cannot be read is refused as such, elsewhere. */
const withoutRecord = (paths: readonly string[], { dirs }: HostFacts): readonly string[] =>
  paths.filter((path) => dirs[path] !== undefined && dirs[path].kind !== 'other' && !hasRecord(dirs[path]));

/** @throws AppError DATA_REFUSED */
export const refuseLostRecords = (subject: Subject): void => refuseLost(subject, lostRecords(subject));

/**
 * For a start from the files as they lie on the host, whatever the inventory says.
 * @throws AppError DATA_REFUSED
 */
export const refuseBlankStart = (subject: Subject): void =>
  refuseLost(subject, withoutRecord(subject.placed.written?.dataDirs ?? [], subject.facts));

function refuseLost(subject: Subject, [path]: readonly string[]): void {
  if (path === undefined) return;
  const { placed, facts } = subject;
  const { host } = placed.instance;
  const dir = facts.dirs[path];
  const how = dir?.kind === 'dir' ? (dir.entries.length === 0 ? 'It is empty' : 'It is there') : 'It is not there';
  const [first] = placed.layout.dataDirs;
  const begin = first === undefined ? [] : [blankCommand(path, first.record)];
  throw new AppError(
    'DATA_REFUSED',
    `${path} on ${host.name} is a data directory of ${nameOf(subject)}, and its record fams-ops.json is gone. ${how}. Nothing was touched.`,
    {
      where: { host: host.name, file: path },
      todo: [
        `See whether its disk is mounted (on ${host.name}: findmnt -T ${shellWord(path)}); mount it, then run the same command again.`,
        ...begin.map(
          (command) =>
            `Only if its data are lost for good, and a blank directory is to take their place, say so on ${host.name}: ${command}`,
        ),
      ],
    },
  );
}

/** The command by which a person says that a directory may begin blank. */
const blankCommand = (path: string, record: IdentityRecord): string =>
  `mkdir -p ${shellWord(path)} && echo ${shellWord(recordText(record))} >${shellWord(`${path}/fams-ops.json`)}`;

const recordText = ({ schemaVersion, cluster, component, id }: IdentityRecord): string =>
  JSON.stringify({ schemaVersion, cluster, component, id });

/** @throws AppError DATA_REFUSED for a directory with data that the inventory names no more */
export function refuseDropped(subject: Subject): void {
  const { placed, facts } = subject;
  const { layout, running } = placed;
  const wanted = layout.dataDirs.map(({ path }) => path);
  const dropped = formerDirs(placed).filter((path) => !wanted.includes(path));
  if (dropped.length === 0) return;
  const held = dropped.filter((path) => running?.dataDirs.includes(path));
  if (held.length > 0) throw refused(subject, dropped, `runs with its data in ${held.join(', ')}`);
  const full = dropped.filter(
    (path) => facts.dirs[path]?.kind === 'other' || (hasRecord(facts.dirs[path]) && isHeld(layout.dataDirs[0], facts.dirs[path])),
  );
  if (full.length > 0) throw refused(subject, dropped, `has its data in ${full.join(', ')}`);
  // One that still has its record and holds nothing is given up; every other must have come to a new place.
  const gone = dropped.filter((path) => !ownRecord(subject, facts.dirs[path]));
  const arrived = wanted.filter((path) => !formerDirs(placed).includes(path) && ownRecord(subject, facts.dirs[path]));
  if (gone.length > arrived.length) throw refused(subject, dropped, `had its data in ${gone.join(', ')}, where no record of it is now`);
}

function refused({ placed, spec, reader }: Subject, dropped: readonly string[], where: string): AppError {
  const { instance, layout } = placed;
  const { host, component, id } = instance;
  const wanted = layout.dataDirs.map(({ path }) => path);
  const added = wanted.filter((path) => !formerDirs(placed).includes(path));
  const [from, to] = [dropped[0] ?? '', added[0] ?? 'NEW'];
  return new AppError(
    'DATA_REFUSED',
    `${spec.title} ${String(id)} on ${host.name} ${where}, and the inventory says ${reader.dirsKey}: ${wanted.join(', ')}. Nothing was touched.`,
    {
      where: { host: host.name, file: from },
      todo: [
        `To leave the data where they are, write ${reader.dirsKey}: ${formerDirs(placed).join(',')}.`,
        `To move them: "fams-ops stop ${component} --limit ${host.name}", on ${host.name} "mv ${shellWord(from)} ${shellWord(to)}" (with its fams-ops.json; the old path must be gone), then provision.`,
      ],
    },
  );
}
