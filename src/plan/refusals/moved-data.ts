// Pure: data directories that have lost the record that they had, or have another instance's (exit 5).
import { shellWord } from '../../components/service.js';
import { AppError } from '../../errors/app-error.js';
import type { ComponentSpec, DataDir, WhereaboutsReader } from '../../model/component.js';
import type { DirFacts, HostFacts, IdentityRecord } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import { parseRecord } from '../ids.js';
import { formerDirs } from './whereabouts.js';

/** One instance, with everything that is known of its host. */
export interface Subject {
  readonly placed: Placed;
  readonly spec: ComponentSpec;
  readonly reader: WhereaboutsReader;
  readonly facts: HostFacts;
}

/** The id by which its process runs, or ran last; null where no file tells. */
const formerId = ({ placed: { running, written } }: Subject): number | null => running?.id ?? written?.id ?? null;

/** Whose its data are, also where nobody has compared the records yet. */
function idOf(subject: Subject): number {
  const { placed, facts } = subject;
  const paths = [...placed.layout.dataDirs.map(({ path }) => path), ...formerDirs(placed)];
  const records = paths.flatMap((path) => recordIn(subject, facts.dirs[path]) ?? []);
  return formerId(subject) ?? records[0]?.id ?? placed.instance.id;
}

export const nameOf = (subject: Subject): string => `${subject.spec.title} ${String(idOf(subject))}`;

/** The record in a directory, where it is one of this cluster and component. */
function recordIn({ placed: { layout } }: Subject, dir: DirFacts | undefined): IdentityRecord | null {
  const want = layout.dataDirs[0]?.record;
  const record = dir?.kind === 'dir' && dir.identity !== null ? parseRecord(dir.identity) : null;
  return record?.cluster === want?.cluster && record?.component === want?.component ? record : null;
}

export function ownRecord(subject: Subject, dir: DirFacts | undefined): boolean {
  const record = recordIn(subject, dir);
  return record !== null && [null, record.id].includes(formerId(subject));
}

/** @throws AppError IDENTITY_REFUSED for the data of another instance where this one has run */
export function refuseSwapped(subject: Subject): void {
  const { placed, spec, facts } = subject;
  const id = formerId(subject);
  const { host } = placed.instance;
  for (const { path } of placed.layout.dataDirs) {
    const record = recordIn(subject, facts.dirs[path]);
    if (record === null || id === null || record.id === id) continue;
    throw new AppError(
      'IDENTITY_REFUSED',
      `${path} on ${host.name} holds the data of ${spec.title} ${String(record.id)}, and ${spec.title} ${String(id)} has run there. Nothing was touched.`,
      {
        where: { host: host.name, file: `${path}/fams-ops.json` },
        todo: [`Give ${host.name} back the disk with the data of ${spec.title} ${String(id)}, and the other one to its own host.`],
      },
    );
  }
}

export const hasRecord = (dir: DirFacts | undefined): boolean => dir?.kind === 'dir' && dir.identity !== null;
export const isHeld = (data: DataDir | undefined, dir: DirFacts | undefined): boolean =>
  dir?.kind === 'dir' && data?.holdsData(dir.entries) === true;

/** Directories that the inventory and the host's files agree on, or that lie beside a sibling with data, without their record. */
function lostRecords({ placed, facts }: Pick<Subject, 'placed' | 'facts'>): readonly string[] {
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
  const begin = first === undefined ? [] : [blankCommand(path, { ...first.record, id: idOf(subject) })];
  throw new AppError(
    'DATA_REFUSED',
    `${path} on ${host.name} is a data directory of ${nameOf(subject)}, and its record fams-ops.json is gone. ${how}. Nothing was touched.`,
    {
      where: { host: host.name, file: path },
      todo: [
        `See whether its disk is mounted (on ${host.name}: findmnt -T ${shellWord(path)}); mount it, then run the same command again.`,
        'Where "fams-ops destroy --data" was cut off, run it again: it goes on.',
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
