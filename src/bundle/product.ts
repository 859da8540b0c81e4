// Product: one software, for the code that fetches, reads and packs it. Each is one object in products/ and a folder in templates/bundle.
import type { UnpackedFile } from './identity.js';

/** Which software the inventory asks for. */
export interface Wanted {
  readonly version: string;
  /** Scala that it was built for, where it comes for several. */
  readonly scala?: string;
  /** Of the archive file, where the inventory names one. */
  readonly sha256: string | null;
}

/** The content of an archive, by its files. */
export interface Contents {
  /** Name of the directory at the top. */
  readonly directory: string;
  readonly version: string;
  /** Of Scala: the one it was built for (`2.10`), or where its own decides what runs it, that one (`2.10.7`). */
  readonly scala?: string;
  /** Of Spark: whether its connector to Kafka is in it. */
  readonly connector?: boolean;
}

export interface Product {
  /** `kafka`; also its section of an inventory and its folder in templates/bundle. */
  readonly name: string;
  /** Where the jars of an assembled bundle lie. */
  readonly jars: string;
  /** Folders of our own files in an assembled bundle, and the mode of what is in them. */
  readonly own: Readonly<Record<string, number>>;
  /** Name of the top directory of an assembled bundle. */
  directoryOf(wanted: Pick<Wanted, 'version' | 'scala'>): string;
  /** Name of the archive that its project published, for messages. */
  readonly official: (wanted: Pick<Wanted, 'version' | 'scala'>) => string;
  /** Throws Unrecognised for a tree that is not this software. */
  recognise(top: string, files: readonly UnpackedFile[]): Contents;
  /** Null when the contents are as wanted; else the wanted software, and the keys that would ask for these contents. */
  mismatch(seen: Contents, wanted: Wanted): { readonly wanted: string; readonly keys: string } | null;
}

/** Why a tree is not the software; becomes a refusal of the archive where the file is known. */
export class Unrecognised extends Error {
  override readonly name = 'Unrecognised';
}

/** Names of the jars right in that folder. */
export const jarsIn = (folder: string, files: readonly UnpackedFile[]): readonly string[] =>
  files.flatMap(({ path }) => {
    const name = path.slice(folder.length + 1);
    return path.startsWith(`${folder}/`) && /^[^/]+\.jar$/.test(name) ? [name] : [];
  });

/** Throws Unrecognised where the script is not there, or nobody may run it. */
export function requireScript(path: string, top: string, files: readonly UnpackedFile[]): void {
  const found = files.find((file) => file.path === path);
  if (found === undefined) throw new Unrecognised(`${top}/${path} is missing`);
  if ((found.mode & 0o100) === 0) throw new Unrecognised(`${top}/${path} is not executable`);
}
