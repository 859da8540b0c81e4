// Pure: what facts.sh says about files, directories, disks and bundles.
import { createHash } from 'node:crypto';
import type { BundleFacts, DirFacts, DiskFacts, FactsRequest, FileFacts } from '../../model/facts.js';
import type { FactsRecords } from './records.js';

export function parseFiles(records: FactsRecords, { files }: FactsRequest): Readonly<Record<string, FileFacts>> {
  const said = records.numbered('file');
  const contents = records.blocks('content');
  const sums = records.numbered('sum');
  return byPath(files, (path, i): FileFacts => {
    const { kind, rest } = split(said.get(i));
    if (kind === 'absent') return { kind: 'absent' };
    if (kind === 'other') return { kind: 'other', what: rest };
    if (kind !== 'file') return records.refuse(`nothing about ${path}`);
    const [mode = '', size = ''] = rest.split(' ');
    const content = contents.get(i);
    const head = { kind: 'file' as const, mode: octal(records, mode) };
    // The content counts, not the size that the script saw a moment before.
    if (content !== undefined) return { ...head, sha256: sha256(content), size: content.length, text: content.toString('utf8') };
    const sum = sums.get(i) ?? '';
    // It went away, or became unreadable, between two looks.
    if (!/^[0-9a-f]{64}$/.test(sum)) return { kind: 'other', what: 'a file that cannot be read' };
    return { ...head, sha256: sum, size: records.number(size), text: null };
  });
}

export function parseDirs(records: FactsRecords, dirs: readonly { readonly path: string }[]): Readonly<Record<string, DirFacts>> {
  const said = records.numbered('dir');
  const entries = records.blocks('entries');
  const identities = records.blocks('identity');
  const disks = parseDisks(records);
  const readOnly = records.numbered('read-only');
  return byPath(
    dirs.map(({ path }) => path),
    (path, i): DirFacts => {
      const { kind, rest } = split(said.get(i));
      const [device = '', ...words] = rest.split(' ');
      const mount = readOnly.get(i);
      const place = { disk: disks.get(device) ?? null, ...(mount !== undefined && { readOnlyMount: mount }) };
      if (kind === 'absent') return { kind: 'absent', ...place };
      if (kind === 'other') return { kind: 'other', what: words.join(' '), ...place };
      if (kind !== 'dir') return records.refuse(`nothing about ${path}`);
      const [mode = '', writable, ...owner] = words;
      return {
        kind: 'dir',
        mode: octal(records, mode),
        owner: owner.join(' '),
        writable: writable === 'yes',
        entries: (entries.get(i)?.toString('utf8') ?? '').split('\0').slice(0, -1),
        identity: identities.get(i)?.toString('utf8') ?? null,
        ...place,
      };
    },
  );
}

/** By device number, as the script names it. */
function parseDisks(records: FactsRecords): ReadonlyMap<string, DiskFacts> {
  const inodes = new Map(records.of('inodes').map(({ text }) => [text.split(' ')[0], text.split(' ').slice(1)]));
  return new Map(
    records.of('disk').flatMap(({ text: device, block }) => {
      const row = diskRow(block?.toString('utf8') ?? '');
      if (row === null) return [];
      const { size, free, mount } = row;
      const [total = '', left = ''] = inodes.get(device) ?? [];
      return [[device, { mount, sizeKb: size, freeKb: free, inodes: count(total), freeInodes: count(left) }] as const];
    }),
  );
}

/** Two lines of `df`, each with the longest path that a kernel takes. */
const LONGEST_ROW = 16 << 10;

/**
 * File system (may hold blanks), size, used, available, percent, mount point (may hold blanks). We split it into
 * words, because a hostile host's text could keep a regular expression busy for minutes.
 */
function diskRow(text: string): { readonly size: number; readonly free: number; readonly mount: string } | null {
  for (const line of text.slice(0, LONGEST_ROW).split('\n')) {
    const words = [...line.matchAll(/\S+/g)];
    const at = words.findIndex(([word], i) => i > 3 && word.endsWith('%') && words[i + 1]?.[0].startsWith('/') === true);
    const [size, used, free] = words.slice(Math.max(0, at - 3), Math.max(0, at)).map(([word]) => word);
    if (at > 3 && [size, used, free].every((word) => /^\d{1,15}$/.test(word ?? '')))
      return { size: Number(size), free: Number(free), mount: line.slice(words[at + 1]?.index).trimEnd() };
  }
  return null;
}

export function parseBundles(records: FactsRecords, { bundles }: FactsRequest): Readonly<Record<string, BundleFacts>> {
  const said = records.numbered('bundle');
  return byPath(
    bundles.map(({ dir }) => dir),
    (dir, i): BundleFacts => {
      const { kind, rest } = split(said.get(i));
      if (kind === 'absent' || kind === 'foreign') return { kind };
      if (kind !== 'ours') return records.refuse(`nothing about the software in ${dir}`);
      const [digest = '', intact] = rest.split(' ');
      return { kind, digest, intact: intact === 'yes' };
    },
  );
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Some file systems count no inodes. */
const count = (word: string): number => (/^\d+$/.test(word) ? Number(word) : 0);

const octal = (records: FactsRecords, word: string): number =>
  /^[0-7]{1,4}$/.test(word) ? parseInt(word, 8) : records.refuse(`"${word.slice(0, 80)}" should be a mode`);

function split(text = ''): { readonly kind: string; readonly rest: string } {
  const at = text.indexOf(' ');
  return at < 0 ? { kind: text, rest: '' } : { kind: text.slice(0, at), rest: text.slice(at + 1) };
}

const byPath = <T>(paths: readonly string[], of: (path: string, i: number) => T): Readonly<Record<string, T>> =>
  Object.fromEntries(paths.map((path, i) => [path, of(path, i)]));
