// The operator's private keys, each read and opened once for a whole run: opening an encrypted one blocks the process for a third of a
// second or more.
import { stat, readFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { fingerprint } from './known-hosts.js';

export type OpenedKey =
  | { readonly kind: 'open'; readonly key: ParsedKey; readonly fingerprint: string }
  /** Encrypted, and no passphrase was given. */
  | { readonly kind: 'locked' }
  | { readonly kind: 'wrong-passphrase' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unusable'; readonly why: string };

export class PrivateKeys {
  private readonly opened = new Map<string, Promise<OpenedKey>>();

  open(file: string): Promise<OpenedKey> {
    return this.once(file, () => read(file, undefined));
  }

  /** @param source where the passphrase comes from; asked for once per file and run, whatever it gives */
  unlock(file: string, source: string, passphrase: () => Promise<string | undefined>): Promise<OpenedKey> {
    return this.once(`${file}\0${source}`, async () => {
      const given = await passphrase();
      return given === undefined ? { kind: 'locked' } : read(file, given);
    });
  }

  private once(key: string, make: () => Promise<OpenedKey>): Promise<OpenedKey> {
    const known = this.opened.get(key);
    if (known !== undefined) return known;
    const making = make();
    this.opened.set(key, making);
    return making;
  }
}

async function read(file: string, passphrase: string | undefined): Promise<OpenedKey> {
  let text: string;
  try {
    const { mode, uid } = await stat(file);
    // OpenSSH refuses such a key too: somebody else may have it.
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) {
      return { kind: 'unusable', why: `others may read it (mode ${(mode & 0o777).toString(8)}); chmod 600 it` };
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'absent' };
    return { kind: 'unusable', why: error instanceof Error ? error.message : String(error) };
  }
  return parse(text, passphrase);
}

function parse(text: string, passphrase: string | undefined): OpenedKey {
  const found = ssh2.utils.parseKey(text, passphrase);
  if (found instanceof Error) return notParsed(found, passphrase !== undefined);
  // OpenSSH's own format could hold several, but never does.
  const key = [found].flat().find((one) => one.isPrivateKey());
  if (key === undefined) return { kind: 'unusable', why: 'it is no private key' };
  return { kind: 'open', key, fingerprint: fingerprint(key.getPublicSSH()) };
}

/** ssh2 says `Encrypted ... detected, but no passphrase given`, and of a wrong one whatever then fails. */
function notParsed({ message }: Error, tried: boolean): OpenedKey {
  if (/no passphrase given/i.test(message)) return { kind: 'locked' };
  return tried ? { kind: 'wrong-passphrase' } : { kind: 'unusable', why: message };
}
