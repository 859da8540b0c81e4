// Program jar: a person's own Spark program, judged on this machine before anything is sent to a host.
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError } from '../errors/app-error.js';
import { nearest } from '../errors/nearest.js';
import { parseClass, type ClassFile } from './archive/class-file.js';
import { hashFile } from './file-hash.js';
import { NoZip, Zip } from './archive/zip-reading.js';

export interface ProgramJar {
  /** On this machine. */
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly mainClass: string;
  /** The youngest of the classes that the main class leads to: 52 is Java 8. */
  readonly classVersion: number;
  /** It has a receiver, as the calls of its classes show: that takes one core all the time. */
  readonly receives: boolean;
}

/** As the class loader takes it. */
const CLASS_NAME = /^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*$/u;
/** Of StreamingContext, and of the objects for Kafka, Flume, Twitter, ...; the direct streams have other names. */
const RECEIVERS = /^(create(Polling)?Stream|receiverStream|actorStream|socket(Text)?Stream|rawSocketStream)$/;
const SPARK_STREAMING = 'org/apache/spark/streaming/';
/** Packages of Spark and of libraries that a program may carry: these are not the program's own classes. */
const NOT_ITS_OWN = /^(org\/apache\/|scala\/|kafka\/|java\/|com\/google\/)/;
/** A program of so many classes is judged by the first ones. */
const MOST_CLASSES = 5000;

/** @throws AppError USAGE when the file is no jar, or when the class is missing or cannot be run */
export async function inspectProgram(path: string, mainClass: string, signal: AbortSignal): Promise<ProgramJar> {
  if (!CLASS_NAME.test(mainClass))
    throw wrong(`${JSON.stringify(mainClass)} is no name of a class.`, path, 'Write it in full: --class com.example.Main.');
  const file = await openJar(path);
  try {
    const zip = await Zip.open(file);
    const found = await judge(zip, mainClass, path);
    const { sha256, bytes } = await hashFile(path, { todo: ['See that the jar is there and readable.'], signal });
    return { path, name: basename(path), sha256, bytes, mainClass, ...found };
  } catch (error) {
    if (error instanceof NoZip) throw wrong(`${path} is no jar: it ${error.message}.`, path, 'Name the jar of your program.');
    throw error;
  } finally {
    await file.close();
  }
}

async function openJar(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
    throw new Error('it is not a file');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw wrong(`The jar cannot be read: ${why}.`, path, 'Name the jar of your program.');
  }
}

async function judge(zip: Zip, mainClass: string, path: string): Promise<Pick<ProgramJar, 'classVersion' | 'receives'>> {
  const classes = await reachable(zip, mainClass.replaceAll('.', '/'));
  const [main] = classes;
  if (main === undefined) throw notInIt(zip, mainClass, path);
  if (!main.main && main.superclass === 'java/lang/Object')
    throw wrong(
      `The class ${mainClass} has no main(String[]) to start with.`,
      path,
      'Name the class whose main method starts the program.',
    );
  return {
    classVersion: Math.max(...classes.map(({ version }) => version)),
    receives: classes.some(({ calls }) => calls.some(({ owner, method }) => owner.startsWith(SPARK_STREAMING) && RECEIVERS.test(method))),
  };
}

/** The class and those of the jar that it leads to, the class itself first; none where it is not in the jar. */
async function reachable(zip: Zip, first: string): Promise<readonly ClassFile[]> {
  const found: ClassFile[] = [];
  const asked = new Set([first]);
  for (const name of asked) {
    const bytes = await zip.read(`${name}.class`);
    const parsed = bytes === undefined ? null : parseClass(bytes);
    if (parsed === null) {
      if (bytes !== undefined) throw new NoZip(`has a ${name}.class that is no class file`);
      continue;
    }
    found.push(parsed);
    for (const other of parsed.classes) if (!NOT_ITS_OWN.test(other) && asked.size < MOST_CLASSES) asked.add(other);
  }
  return found;
}

function notInIt({ entries }: Zip, mainClass: string, path: string): AppError {
  const there = [...entries.keys()]
    .filter((name) => name.endsWith('.class') && !NOT_ITS_OWN.test(name) && !name.includes('$'))
    .map((name) => name.slice(0, -'.class'.length).replaceAll('/', '.'));
  const simple = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const guess = there.find((name) => simple(name) === simple(mainClass)) ?? nearest(mainClass, there);
  const todo = guess === undefined ? 'See "jar tf" for the classes in it.' : `Did you mean --class ${guess}?`;
  return wrong(`There is no class ${mainClass} in the jar.`, path, todo);
}

const wrong = (what: string, file: string, todo: string): AppError => new AppError('USAGE', what, { where: { file }, todo: [todo] });
