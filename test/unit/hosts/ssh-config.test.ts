import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSshConfig, type ConfigEntry } from '../../../src/hosts/ssh-config.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fams-ops-config-'));
  mkdirSync(join(home, '.ssh', 'conf.d'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(join(home, '.ssh', name), text);
function lookup(host: string, text: string, user: string | null = null, env: NodeJS.ProcessEnv = {}): ConfigEntry {
  write('config', text);
  return readSshConfig(home, env)(host, user);
}

describe('~/.ssh/config', () => {
  it('says nothing when it is not there, and nothing of other hosts', () => {
    const nothing = readSshConfig(home, {})('web1', null);
    expect(nothing).toEqual({
      hostName: null,
      user: null,
      port: null,
      identityFiles: [],
      identitiesOnly: false,
      identityAgent: null,
      proxyJump: null,
      knownHostsFiles: [],
    });
    expect(lookup('web1', 'Host web2\n  User x\n')).toEqual(nothing);
  });

  it('gives the first value of each key, and every identity file', () => {
    const text = `
# a comment
host web* !web9
  hostname %h.example.org
  port = 2222
  IdentityFile ~/.ssh/first
  IdentityFile "%d/sec ond"
  IdentityFile /keys/%r@%h
  IdentitiesOnly yes
  UserKnownHostsFile ~/.ssh/one /two
  ProxyJump bastion
Host *
  User everybody
  Port 22
`;
    expect(lookup('web1', text)).toEqual({
      hostName: 'web1.example.org',
      user: 'everybody',
      port: 2222,
      identityFiles: [join(home, '.ssh/first'), join(home, 'sec ond'), '/keys/everybody@web1.example.org'],
      identitiesOnly: true,
      identityAgent: null,
      proxyJump: 'bastion',
      knownHostsFiles: [join(home, '.ssh/one'), '/two'],
    });
    expect(lookup('web9', text)).toMatchObject({ hostName: null, port: 22, user: 'everybody' });
  });

  it('never runs the command of a Match, and applies no block that depends on one', () => {
    const proof = join(home, 'proof');
    expect(lookup('web1', `Match exec "touch ${proof}"\n  User evil\nMatch host web1\n  Port 5\n`)).toMatchObject({ user: null, port: 5 });
    expect(existsSync(proof)).toBe(false);
  });

  it('reads included files where they stand', () => {
    write('conf.d/10-a', 'Host web1\n  User from-a\n');
    write('conf.d/20-b', 'Host *\n  User from-b\n  Port 7\n');
    write('conf.d/.hidden', 'Port 8\n');
    write('more', 'User nested\n');
    expect(lookup('web1', 'Include conf.d/*\nPort 9\n')).toMatchObject({ user: 'from-a', port: 7 });
    expect(lookup('web2', 'Include conf.d/10-a\nPort 9\nUser last\n')).toMatchObject({ user: 'last', port: 9 });
    expect(lookup('web1', 'Host web2\n  Include more\n  Port 6\n')).toMatchObject({ user: null, port: null });
  });

  it('refuses what goes round in a circle, cannot be parsed, or has an impossible port', () => {
    expect(() => lookup('web1', 'Include config\n')).toThrow(/circle/);
    expect(() => lookup('web1', 'IdentityFile "half\n')).toThrow(/SSH configuration cannot be used/);
    expect(() => lookup('web1', 'Port ssh\n')).toThrow(/Port ssh is no port/);
  });

  it('knows the ways to name an agent', () => {
    const agent = (text: string): string | null => lookup('web1', `IdentityAgent ${text}\n`, null, { SOCK: '/run/sock' }).identityAgent;
    expect(agent('none')).toBe('none');
    expect(agent('SSH_AUTH_SOCK')).toBeNull();
    expect(agent('$SOCK')).toBe('/run/sock');
    expect(agent('"~/a b"')).toBe(join(home, 'a b'));
  });

  it('takes none as no jump host', () => {
    expect(lookup('web1', 'Host web1\n  ProxyJump none\nHost *\n  ProxyJump bastion\n').proxyJump).toBeNull();
  });
});
