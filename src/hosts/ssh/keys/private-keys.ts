// The operator's private keys, each read and opened once for a whole run: opening an encrypted one blocks the process for a third of a
// second or more.
import { readFile, stat } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { publicHalf, readable } from './key-formats.js';
import { fingerprint } from '../host-keys/known-hosts.js';

export type OpenedKey =
  | { readonly kind: 'open'; readonly key: ParsedKey; readonly fingerprint: string }
  /** Encrypted, and no passphrase was given. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'wrong-passphrase' }
  /** The file holds the public half only: the private one is in an agent. */
  | { readonly kind: 'public' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly why: string };

export class PrivateKeys {
  private readonly opened = new Map<string, Promise<OpenedKey>>();
  private readonly halves = new Map<string, Promise<Buffer | null>>();

  open(file: string): Promise<OpenedKey> {
    return once(this.opened, file, () => read(file, undefined));
  }

  /** @param source where the passphrase comes from; asked for once per file and run, whatever it gives */
  unlock(file: string, source: string, passphrase: () => Promise<string | undefined>): Promise<OpenedKey> {
    return once(this.opened, `${file}\0${source}`, async () => {
      const given = await passphrase();
      return given === undefined ? { kind: 'locked' } : read(file, given);
    });
  }

  /** The public half of what a file names: from the file itself or from the `.pub` beside it. Null where neither shows it. */
  publicHalf(file: string): Promise<Buffer | null> {
    return once(this.halves, file, async () => {
      const [own, beside] = await Promise.all([textOf(file), textOf(`${file}.pub`)]);
      return publicOf(own) ?? publicHalf(own) ?? publicOf(beside);
    });
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const making = make();
  known.set(key, making);
  return making;
}

const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

function publicOf(text: string): Buffer | null {
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) return null;
  return [parsed].flat()[0]?.getPublicSSH() ?? null;
}

async function read(file: string, passphrase: string | undefined): Promise<OpenedKey> {
  let text: string;
  try {
    const { mode, uid } = await stat(file);
    text = await readFile(file, 'utf8');
    const isSecret = /^\s*-----BEGIN|^PuTTY-User/.test(text);
    // OpenSSH refuses such a key too: somebody else may have it.
    if (isSecret && (mode & 0o077) !== 0 && uid === process.getuid?.()) {
      return { kind: 'unusable', why: `others may read it (mode ${(mode & 0o777).toString(8)}); chmod 600 ${file}` };
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'absent' };
    return { kind: 'unusable', why: error instanceof Error ? error.message : String(error) };
  }
  const converted = readable(text, file, passphrase);
  return converted.kind === 'text' ? parse(converted.text, file, passphrase) : converted;
}

function parse(text: string, file: string, passphrase: string | undefined): OpenedKey {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  if (parsed instanceof Error) return notParsed(parsed, file, passphrase !== undefined);
  // OpenSSH's own format could hold several, but never does.
  const key = [parsed].flat().find((each) => each.isPrivateKey());
  if (key === undefined) return { kind: 'public' };
  return { kind: 'open', key, fingerprint: fingerprint(key.getPublicSSH()) };
}

/** ssh2 says `Encrypted ... detected, but no passphrase given`, and of a wrong one whatever then fails. */
function notParsed({ message }: Error, file: string, tried: boolean): OpenedKey {
  if (/no passphrase given/i.test(message)) return { kind: 'locked' };
  if (tried) return { kind: 'wrong-passphrase' };
  return {
    kind: 'unusable',
    why: `${message}; where ssh takes it, "ssh-keygen -p -f ${file}" writes it anew in a format that fams-ops reads`,
  };
}
