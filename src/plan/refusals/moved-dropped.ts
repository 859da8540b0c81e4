// Pure: refuses an inventory that no longer names a data directory of an instance (exit 5).
import { shellWord } from '../../components/service.js';
import { AppError } from '../../errors/app-error.js';
import { hasRecord, isHeld, nameOf, ownRecord, type Subject } from './moved-data.js';
import { formerDirs } from './whereabouts.js';

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

function refused(subject: Subject, dropped: readonly string[], where: string): AppError {
  const { placed, reader } = subject;
  const { instance, layout } = placed;
  const { host, component } = instance;
  const wanted = layout.dataDirs.map(({ path }) => path);
  const added = wanted.filter((path) => !formerDirs(placed).includes(path));
  const [from, to] = [dropped[0] ?? '', added[0] ?? 'NEW'];
  return new AppError(
    'DATA_REFUSED',
    `${nameOf(subject)} on ${host.name} ${where}, and the inventory says ${reader.dirsKey}: ${wanted.join(', ')}. Nothing was touched.`,
    {
      where: { host: host.name, file: from },
      todo: [
        `To leave the data where they are, write ${reader.dirsKey}: ${formerDirs(placed).join(',')}.`,
        `To move them: "fams-ops stop ${component} --limit ${host.name}", on ${host.name} "mv ${shellWord(from)} ${shellWord(to)}" (with its fams-ops.json; the old path must be gone), then provision.`,
      ],
    },
  );
}
