// OpenSSH's known_hosts: plain, [host]:port, wildcard, negated and hashed names; revoked keys. Pure.
import { createHash, createHmac } from 'node:crypto';
import { listMatches } from '../config/glob.js';

export interface KnownKey {
  readonly file: string;
  readonly line: number;
  readonly names: string;
  readonly type: string;
  readonly blob: Buffer;
  readonly marker: 'revoked' | 'cert-authority' | null;
}

export interface HostKeyVerdict {
  readonly kind: 'known' | 'unknown' | 'changed' | 'revoked';
  /** The lines on which it rests. */
  readonly lines: readonly KnownKey[];
  /** A certificate authority vouches for the host there. That is not supported: its hosts stay unknown, which refuses them. */
  readonly authority: KnownKey | undefined;
}

export const lookupName = (host: string, port: number): string => (port === 22 ? host : `[${host}]:${String(port)}`);

export const fingerprint = (blob: Buffer): string => `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/** The type is the first string of the key blob itself, so that it cannot be claimed apart from the key. */
export const keyType = (blob: Buffer): string => blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');

export function parseKnownHosts(text: string, file: string): readonly KnownKey[] {
  return text.split('\n').flatMap((line, index) => parseLine(line.trim(), file, index + 1));
}

export function judgeHostKey(keys: readonly KnownKey[], host: string, port: number, blob: Buffer): HostKeyVerdict {
  const own = keys.filter((key) => matches(key.names, lookupName(host, port)));
  const authority = own.find((key) => key.marker === 'cert-authority');
  const verdict = (kind: HostKeyVerdict['kind'], lines: readonly KnownKey[]): HostKeyVerdict => ({ kind, lines, authority });
  const same = own.filter((key) => key.blob.equals(blob));
  const revoked = same.filter((key) => key.marker === 'revoked');
  if (revoked.length > 0) return verdict('revoked', revoked);
  const plain = same.filter((key) => key.marker === null);
  if (plain.length > 0) return verdict('known', plain);
  const others = own.filter((key) => key.marker === null);
  if (others.length > 0) return verdict('changed', others);
  if (port !== 22) {
    // As OpenSSH does: on another port, the key that is on record for the host itself will do.
    const without = judgeHostKey(keys, host, 22, blob);
    if (without.kind === 'known' || without.kind === 'revoked') return without;
  }
  return verdict('unknown', []);
}

/** Key types on record for a host, so that it is asked for one of those and not for another of its keys. */
export function knownTypes(keys: readonly KnownKey[], host: string, port: number): readonly string[] {
  const names = new Set([lookupName(host, port), host]);
  const own = keys.filter((key) => key.marker === null && [...names].some((name) => matches(key.names, name)));
  return [...new Set(own.map((key) => key.type))];
}

export const knownHostsLine = (host: string, port: number, blob: Buffer): string =>
  `${lookupName(host, port)} ${keyType(blob)} ${blob.toString('base64')}`;

function parseLine(text: string, file: string, line: number): readonly KnownKey[] {
  if (text === '' || text.startsWith('#')) return [];
  const words = text.split(/\s+/);
  const marker = words[0]?.startsWith('@') ? words.shift()?.slice(1) : null;
  const [names, type, base64] = words;
  if (names === undefined || type === undefined || base64 === undefined) return [];
  if (marker !== null && marker !== 'revoked' && marker !== 'cert-authority') return [];
  return [{ file, line, names, type, blob: Buffer.from(base64, 'base64'), marker }];
}

function matches(names: string, name: string): boolean {
  return names.startsWith('|1|') ? matchesHashed(names, name) : listMatches(names.toLowerCase().split(','), name.toLowerCase());
}

function matchesHashed(names: string, name: string): boolean {
  const [, , salt, hash] = names.split('|');
  if (salt === undefined || hash === undefined) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name.toLowerCase()).digest('base64') === hash;
}
