// Formats of private key files that the SSH library does not read itself, and what can be seen of a key that is still locked.
import { createPrivateKey, type KeyObject } from 'node:crypto';

/** The format that openssl and cloud consoles write. */
const PKCS8 = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/;

export type Converted =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'locked' | 'wrong-passphrase' }
  | { readonly kind: 'unusable'; readonly why: string };

/** The same key in a format that the library reads. */
export function readable(text: string, file: string, passphrase: string | undefined): Converted {
  const head = text.trimStart();
  const encrypted = PKCS8.exec(head);
  if (encrypted !== null) return fromPkcs8(text, encrypted[1] !== undefined, passphrase);
  if (head.startsWith('PuTTY-User-Key-File-'))
    return {
      kind: 'unusable',
      why: `it is a key of PuTTY, which ssh does not take either; convert it: puttygen ${file} -O private-openssh -o ${file.replace(/\.ppk$/, '')}.key`,
    };
  const kind = publicHalf(text);
  if (kind !== null && typeOf(kind).startsWith('sk-'))
    return {
      kind: 'unusable',
      why: `it is a ${typeOf(kind)} key, whose private half is in a security key; fams-ops needs one of another kind: ssh-keygen -t ed25519`,
    };
  return { kind: 'text', text };
}

function fromPkcs8(text: string, encrypted: boolean, passphrase: string | undefined): Converted {
  if (encrypted && passphrase === undefined) return { kind: 'locked' };
  try {
    const key = createPrivateKey({ key: text, format: 'pem', ...(encrypted && { passphrase }) });
    switch (key.asymmetricKeyType) {
      case 'rsa':
        return { kind: 'text', text: key.export({ type: 'pkcs1', format: 'pem' }).toString() };
      case 'ec':
        return { kind: 'text', text: key.export({ type: 'sec1', format: 'pem' }).toString() };
      case 'ed25519':
        return { kind: 'text', text: ed25519AsOpenSsh(key) };
      default:
        return {
          kind: 'unusable',
          why: `a key of the kind ${String(key.asymmetricKeyType)} is none of ssh; make another one: ssh-keygen -t ed25519`,
        };
    }
  } catch (error) {
    return encrypted ? { kind: 'wrong-passphrase' } : { kind: 'unusable', why: error instanceof Error ? error.message : String(error) };
  }
}

const MAGIC = Buffer.from('openssh-key-v1\0');

/** A length in four bytes, then the bytes. */
const sshString = (bytes: Buffer | string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(bytes));
  return Buffer.concat([length, Buffer.from(bytes)]);
};

/** The format has no other form for this kind (PROTOCOL.key of OpenSSH). */
function ed25519AsOpenSsh(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const publicBytes = Buffer.from(x, 'base64url');
  const blob = Buffer.concat([sshString('ssh-ed25519'), sshString(publicBytes)]);
  const secret = sshString(Buffer.concat([Buffer.from(d, 'base64url'), publicBytes]));
  // Two equal numbers show that it was decrypted; the rest is padding to blocks of eight.
  const body = Buffer.concat([Buffer.alloc(8), sshString('ssh-ed25519'), sshString(publicBytes), secret, sshString('')]);
  const padded = Buffer.concat([body, Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (body.length % 8)) % 8))]);
  const one = Buffer.from([0, 0, 0, 1]);
  const whole = Buffer.concat([MAGIC, sshString('none'), sshString('none'), sshString(''), one, sshString(blob), sshString(padded)]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${whole.toString('base64').replace(/.{70}/g, '$&\n').trimEnd()}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** OpenSSH's own format has the public half in clear, also where the private one is encrypted. Null for any other text. */
export function publicHalf(text: string): Buffer | null {
  const base64 = /^\s*-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END/.exec(text)?.[1];
  const bytes = Buffer.from(base64?.replace(/\s/g, '') ?? '', 'base64');
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  let at = MAGIC.length;
  const next = (): Buffer => {
    if (at + 4 > bytes.length) return Buffer.alloc(0);
    const start = at + 4;
    at = start + bytes.readUInt32BE(at);
    return bytes.subarray(start, at);
  };
  // Cipher, key derivation and its options, the number of keys, then the first public one.
  next();
  next();
  next();
  at += 4;
  const blob = next();
  return blob.length > 4 ? blob : null;
}

const typeOf = (blob: Buffer): string => blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
