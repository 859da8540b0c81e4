import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fingerprint,
  judgeHostKey,
  keyType,
  knownHostsLine,
  knownTypes,
  parseKnownHosts,
} from '../../../../../src/hosts/ssh/host-keys/known-hosts.js';
import { newKey } from '../../../../support/ssh-server.js';

const blobOf = (key: string): Buffer => Buffer.from(key.split(' ')[1] ?? '', 'base64');
const key = newKey('ed25519').public;
const other = newKey('ed25519').public;
const blob = blobOf(key);
const judge = (text: string, host = 'web1', port = 22) => judgeHostKey(parseKnownHosts(text, 'f'), host, port, blob);

function hashed(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

describe('a host key', () => {
  it.each([
    ['a plain name', `web1 ${key}`, 'known'],
    ['one of several names', `web2,web1,10.0.0.1 ${key} comment`, 'known'],
    ['another case', `WEB1 ${key}`, 'known'],
    ['a wildcard', `web? ${key}`, 'known'],
    ['a wildcard that is negated', `*,!web1 ${key}`, 'unknown'],
    ['a dot that is no wildcard', `we.1 ${key}`, 'unknown'],
    ['a hashed name', `${hashed('web1')} ${key}`, 'known'],
    ['another hashed name', `${hashed('web2')} ${key}`, 'unknown'],
    ['a comment', `# web1 ${key}`, 'unknown'],
    ['blanks and tabs', `  web1\t${key}\r`, 'known'],
    ['half a line', 'web1 ssh-ed25519', 'unknown'],
    ['another key', `web1 ${other}`, 'changed'],
    ['another key and this one', `web1 ${other}\nweb1 ${key}`, 'known'],
    ['a revoked key', `web1 ${key}\n@revoked web1 ${key}`, 'revoked'],
    ['another revoked key', `@revoked web1 ${other}`, 'unknown'],
    ['an authority', `@cert-authority web1 ${key}`, 'unknown'],
    ['a marker that nobody knows', `@else web1 ${key}`, 'unknown'],
    ['the name on another port', `[web1]:2222 ${key}`, 'unknown'],
  ])('on record under %s', (_what, text, kind) => {
    expect(judge(text).kind).toBe(kind);
  });

  it.each([
    ['[web1]:2222', 'known'],
    [hashed('[web1]:2222'), 'known'],
    ['[*]:2222', 'known'],
    // As OpenSSH: the host's own key will do on another port.
    ['web1', 'known'],
    ['[web1]:2223', 'unknown'],
  ])('of another port on record as %s', (names, kind) => {
    expect(judge(`${names} ${key}`, 'web1', 2222).kind).toBe(kind);
  });

  it('of another port is not judged changed by what is on record for port 22', () => {
    expect(judge(`web1 ${other}`, 'web1', 2222).kind).toBe('unknown');
  });

  it('is judged with the lines on which that rests', () => {
    const { kind, lines, authority } = judge(`# one\nweb1 ${other}\n\n@cert-authority * ${other}`);
    expect({ kind, lines: lines.map(({ file, line }) => `${file}:${String(line)}`), authority: authority?.line }).toEqual({
      kind: 'changed',
      lines: ['f:2'],
      authority: 4,
    });
  });

  it('has the types that are on record for its host', () => {
    const keys = parseKnownHosts(`[web1]:2222 ${key}\nweb1 ssh-rsa AAAA\n@revoked web1 ssh-dss AAAA\nweb2 ecdsa-sha2-nistp256 AAAA`, 'f');
    expect(knownTypes(keys, 'web1', 2222)).toEqual(['ssh-ed25519', 'ssh-rsa']);
  });
});

it.skipIf(spawnSync('ssh-keygen', ['-?']).error !== undefined)(
  'agrees with ssh-keygen about fingerprints, and writes lines that ssh-keygen finds',
  () => {
    const dir = mkdtempSync(join(tmpdir(), 'fams-ops-known-'));
    const file = join(dir, 'known_hosts');
    writeFileSync(file, `${knownHostsLine('::1', 2222, blob)}\n`);
    writeFileSync(join(dir, 'key.pub'), key);
    try {
      expect(execFileSync('ssh-keygen', ['-lf', join(dir, 'key.pub')], { encoding: 'utf8' })).toContain(fingerprint(blob));
      expect(execFileSync('ssh-keygen', ['-F', '[::1]:2222', '-f', file], { encoding: 'utf8' })).toContain('found: line 1');
      execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    } finally {
      rmSync(dir, { recursive: true });
    }
    expect(keyType(blob)).toBe('ssh-ed25519');
  },
);
