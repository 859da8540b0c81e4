// Reads an archive to its last byte and says what software it is, or refuses it. Nothing is unpacked.
import type { KafkaSoftware } from '../model/cluster.js';
import { EntryTrouble } from './entry-rules.js';
import { hashFile } from './file-hash.js';
import { digestOf, type UnpackedFile } from './identity.js';
import { interruptedOr, refused } from './refusal.js';
import { ArchiveTrouble, readTree } from './tar-reading.js';

/** What an archive was seen to be. */
export interface Inspection {
  /** Name of the directory at the top: `kafka_2.10-0.8.2.1`. */
  readonly directory: string;
  readonly scala: string;
  readonly version: string;
  /** See digestOf. */
  readonly digest: string;
  /** Of the archive file. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What the inventory asks for; `sha256` is that of the archive file, where it names one. */
export type Expected = Pick<KafkaSoftware, 'version' | 'scala' | 'sha256'>;

const TOP = /^kafka_(?<scala>\d+\.\d+)-(?<version>\d+(?:\.\d+)+)$/;
const RUN_CLASS = 'bin/kafka-run-class.sh';

export interface InspectionOptions {
  readonly signal?: AbortSignal | undefined;
  /** What to call the archive in messages, where its path means nothing to anybody. */
  readonly name?: string;
}

/** Throws BUNDLE_REFUSED, saying which entry and why, for an archive that is damaged, dangerous or not the expected software. */
export async function inspectArchive(
  path: string,
  expected: Expected,
  { signal, name = path }: InspectionOptions = {},
): Promise<Inspection> {
  const { sha256, bytes } = await hashFile(path, signal);
  checkSha256(name, sha256, expected);
  let top: string;
  let files: readonly UnpackedFile[];
  try {
    const tree = await readTree(path, bytes, signal);
    top = tree.top ?? '';
    files = tree.files();
  } catch (error) {
    throw interruptedOr(asRefusal(name, error), signal, `Reading ${name}`);
  }
  const seen = { ...softwareOf(name, top, files), digest: digestOf(files), sha256, bytes };
  checkExpected(name, seen, expected);
  return seen;
}

/** Refuses an archive that is sound but not what the inventory asks for. */
export function checkExpected(archive: string, seen: Inspection, expected: Expected): void {
  checkSha256(archive, seen.sha256, expected);
  const wanted = `kafka_${expected.scala}-${expected.version}`;
  if (seen.directory === wanted) return;
  throw refused(archive, `it holds ${seen.directory}, the inventory asks for ${wanted}`, [
    `Give the archive of ${wanted}, or set kafka.version: ${seen.version} and kafka.scala: "${seen.scala}".`,
  ]);
}

function checkSha256(archive: string, sha256: string, expected: Expected): void {
  if (expected.sha256 === null || expected.sha256.toLowerCase() === sha256) return;
  throw refused(archive, `its SHA-256 is ${sha256}, the inventory says ${expected.sha256}`, [
    'If the archive is the right one after all, put its SHA-256 into kafka.sha256.',
  ]);
}

function softwareOf(archive: string, top: string, files: readonly UnpackedFile[]): Pick<Inspection, 'directory' | 'scala' | 'version'> {
  const found = TOP.exec(top)?.groups;
  const { scala, version } = found ?? {};
  if (scala === undefined || version === undefined)
    throw refused(archive, `the directory at its top is ${JSON.stringify(top)}, not kafka_<scala>-<version>`);
  const run = files.find((file) => file.path === RUN_CLASS);
  if (run === undefined) throw refused(archive, `${top}/${RUN_CLASS} is missing`);
  if ((run.mode & 0o100) === 0) throw refused(archive, `${top}/${RUN_CLASS} is not executable`);
  const jars = files.filter((file) => /^libs\/[^/]+\.jar$/.test(file.path)).map((file) => file.path.slice('libs/'.length));
  if (jars.length === 0) throw refused(archive, `${top}/libs with its jars is missing`);
  if (!jars.includes(`${top}.jar`)) {
    const other = jars.find((jar) => /^kafka_[\d.]+-[\d.]+\.jar$/.test(jar));
    throw refused(archive, `${top}/libs/${top}.jar is missing${other === undefined ? '' : `, and ${other} is there instead`}`);
  }
  return { directory: top, scala, version };
}

function asRefusal(archive: string, error: unknown): unknown {
  if (error instanceof EntryTrouble || error instanceof ArchiveTrouble) return refused(archive, error.message);
  const { code = '', message } = error as NodeJS.ErrnoException;
  // zlib's own codes: Z_BUF_ERROR is a file cut off, Z_DATA_ERROR a changed one.
  return code.startsWith('Z_') ? refused(archive, `its gzip data is damaged: ${message}`) : error;
}
