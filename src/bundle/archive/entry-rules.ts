// Entry rules, pure: judge one entry of an archive by its path, its kind and its permissions.

/** An archive unpacks to at most this; the official one to 20 MB. */
export const MAX_UNPACKED_BYTES = 2 * 1024 ** 3;
export const MAX_ENTRIES = 20_000;

/** Why an entry is refused; becomes a refusal of the archive where the file is known. */
export class EntryTrouble extends Error {
  override readonly name = 'EntryTrouble';

  constructor(path: string, why: string) {
    super(`entry ${shown(path)}: ${why}`);
  }
}

export interface EntryHead {
  readonly path: string;
  /** As the library names it: `File`, `SymbolicLink`. */
  readonly type: string;
  readonly mode: number;
  /** Of a link: what it names, as written. */
  readonly target: string;
}

export type EntryKind = 'file' | 'directory' | 'symbolic link' | 'hard link';

const KINDS: Readonly<Record<string, EntryKind>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'directory',
  SymbolicLink: 'symbolic link',
  Link: 'hard link',
};
const STRANGERS: Readonly<Record<string, string>> = {
  CharacterDevice: 'a character device',
  BlockDevice: 'a block device',
  FIFO: 'a named pipe',
};

export function kindOf({ path, type }: EntryHead): EntryKind {
  const kind = KINDS[type];
  if (kind !== undefined) return kind;
  throw new EntryTrouble(path, `it is ${STRANGERS[type] ?? `of the unexpected type ${type}`}; a bundle holds files, directories and links`);
}

/**
 * The components of a path that does not lead out of the unpacked directory; none for `.` itself.
 * A `./` in front and a `/` at the end are habits of packers.
 */
export function componentsOf(path: string): readonly string[] {
  const trouble = (why: string) => new EntryTrouble(path, why);
  if (path.startsWith('/')) throw trouble('its path is absolute');
  // Hosts list the files with plain shell tools, which split or read otherwise whatever is not in this set.
  if (!/^[\w./+@%=,:~-]*$/.test(path)) throw trouble('its name has a blank or another character that a shell would not take as it is');
  const plain = path.replace(/^(?:\.\/)+/, '').replace(/\/$/, '');
  if (plain === '' || plain === '.') return [];
  const parts = plain.split('/');
  if (parts.includes('..')) throw trouble('its path leads out by ..');
  if (parts.includes('') || parts.includes('.')) throw trouble('its path is not in plain form');
  return parts;
}

/** Refuses permissions that give away more than they should, or that the owner of a host could not work with. */
export function checkMode({ path, mode }: EntryHead, kind: EntryKind): void {
  if (kind !== 'file' && kind !== 'directory') return;
  if (kind === 'file' && (mode & 0o6000) !== 0) throw new EntryTrouble(path, 'it is set-user-id or set-group-id');
  const least = kind === 'directory' ? 0o700 : 0o400;
  if ((mode & least) !== least) throw new EntryTrouble(path, `its owner could not read it (mode ${mode.toString(8)})`);
}

/** A path of the archive as it can be printed: nothing in it moves a cursor. */
export function shown(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}...` : path);
}
