import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSshConfig, type ConfigEntry } from '../../../../../src/hosts/ssh/config/config.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'fams-ops-config-'));
  mkdirSync(join(home, '.ssh', 'conf.d'), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true }));

function write(name: string, text: string): string {
  const path = join(home, '.ssh', name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
const otherwise = { user: 'fams', port: 22 };
const env = { PATH: process.env['PATH'], USER: 'op', KEYS: '/keys' };

function read(host: string, user: string | null = null, more: NodeJS.ProcessEnv = {}, system = '/nowhere'): Promise<ConfigEntry> {
  // Synchronous as far as the files are concerned: a file that cannot be used throws here.
  return Promise.resolve().then(() => readSshConfig(home, { ...env, ...more }, system)(host, { user, port: null, otherwise }));
}
function lookup(host: string, text: string, user: string | null = null, more: NodeJS.ProcessEnv = {}): Promise<ConfigEntry> {
  write('config', text);
  return read(host, user, more);
}

const nothing: ConfigEntry = {
  hostName: null,
  user: null,
  port: null,
  identityFiles: null,
  identitiesOnly: false,
  certificateFiles: [],
  identityAgent: null,
  proxyJump: null,
  proxyCommand: null,
  hostKeyAlias: null,
  knownHosts: null,
  knownHostsFiles: null,
  globalKnownHostsFiles: null,
  family: 0,
  bindAddress: null,
  unfollowed: [],
};

describe('~/.ssh/config', () => {
  it('says nothing when it is not there, and nothing of other hosts', async () => {
    expect(await read('web1')).toEqual(nothing);
    expect(await lookup('web1', 'Host web2\n  User x\n')).toEqual(nothing);
  });

  it('gives the first value of each key, and every identity file', async () => {
    const text = `
# a comment
host web* !web9
  hostname %h.example.org
  port = 2222
  IdentityFile ~/.ssh/first # the old one
  IdentityFile "%d/sec ond"
  IdentityFile \${KEYS}/%r@%h
  CertificateFile ~/.ssh/first-cert.pub
  IdentitiesOnly yes
  UserKnownHostsFile ~/.ssh/one /two
  GlobalKnownHostsFile none
  HostKeyAlias cluster
  StrictHostKeyChecking accept-new
  AddressFamily inet
  BindAddress 10.0.0.9
  ProxyJump bastion
  ProxyCommand none
Host *
  User everybody
  Port 22
`;
    expect(await lookup('web1', text)).toEqual({
      hostName: 'web1.example.org',
      user: 'everybody',
      port: 2222,
      identityFiles: [join(home, '.ssh/first'), join(home, 'sec ond'), '/keys/everybody@web1.example.org'],
      identitiesOnly: true,
      certificateFiles: [join(home, '.ssh/first-cert.pub')],
      identityAgent: null,
      proxyJump: 'bastion',
      proxyCommand: null,
      hostKeyAlias: 'cluster',
      knownHosts: 'accept-new',
      knownHostsFiles: [join(home, '.ssh/one'), '/two'],
      globalKnownHostsFiles: [],
      family: 4,
      bindAddress: '10.0.0.9',
      unfollowed: [expect.objectContaining({ stage: 'login', directive: 'CertificateFile ~/.ssh/first-cert.pub (~/.ssh/config:9)' })],
    });
    expect(await lookup('web9', text)).toMatchObject({ hostName: null, port: 22, user: 'everybody' });
  });

  it('gives the command that connects, with its tokens, unless a jump host stands before it', async () => {
    const command = 'Host web1\n  HostName 10.0.0.1\n  ProxyCommand ssh -W "%h:%p" %r@gate # %n %%\n';
    expect((await lookup('web1', command)).proxyCommand).toEqual({
      command: 'ssh -W "10.0.0.1:22" fams@gate # web1 %',
      place: '~/.ssh/config:3',
    });
    const both = await lookup('web1', `ProxyJump none\n${command}`);
    expect([both.proxyJump, both.proxyCommand]).toEqual([null, null]);
    await expect(lookup('we$(id)b', command)).resolves.toMatchObject({ proxyCommand: null });
    await expect(lookup('we$(id)b', 'ProxyCommand nc %h %p\n')).rejects.toThrow(/a shell would not take "we\$\(id\)b" as it is/);
    await expect(lookup('web1', 'ProxyCommand nc %z\n')).rejects.toThrow(/%z means nothing here/);
  });

  it('runs the command of a Match as ssh does, once, and only where what stands before it holds', async () => {
    const proof = join(home, 'proof');
    const text = `Match originalhost web2 exec "echo no >>${proof}"\n  User evil\nMatch exec "echo %n >>${proof}"\n  User m\nMatch !exec "false"\n  Port 5\nMatch exec "exit 3"\n  HostKeyAlias no\n`;
    expect(await lookup('web1', text)).toMatchObject({ user: 'm', port: 5, hostKeyAlias: null });
    expect(existsSync(proof)).toBe(true);
    expect(execFileSync('cat', [proof], { encoding: 'utf8' })).toBe('web1\n');
  });

  it('reads included files where they stand, wildcards in any part of their path', async () => {
    write('conf.d/10-a', 'Host web1\n  User from-a\n');
    write('conf.d/20-b', 'Host *\n  User from-b\n  Port 7\n');
    write('conf.d/.hidden', 'Port 8\n');
    write('more', 'User nested\n');
    expect(await lookup('web1', 'Include conf.d/*\nPort 9\n')).toMatchObject({ user: 'from-a', port: 7 });
    expect(await lookup('web1', 'Include con?.d/[12]0-*\nPort 9\n')).toMatchObject({ user: 'from-a', port: 7 });
    expect(await lookup('web2', 'Include conf.d/10-a\nPort 9\nUser last\n')).toMatchObject({ user: 'last', port: 9 });
    expect(await lookup('web1', 'Host web2\n  Include more\n  Port 6\n')).toMatchObject({ user: null, port: null });
    expect(await lookup('web1', 'Include nowhere/*/x "conf.d/10-a"\n')).toMatchObject({ user: 'from-a' });
  });

  it('is followed by the configuration of the machine', async () => {
    write('config', 'Host web2\n  User mine\n');
    const system = write('system', 'User theirs\nCiphers aes256-ctr\n');
    expect(await read('web2', null, {}, system)).toMatchObject({ user: 'mine', unfollowed: [] });
    expect(await read('web1', null, {}, system)).toMatchObject({ user: 'theirs' });
  });

  it('refuses what goes round in a circle, cannot be parsed, may be written by others, or has an impossible port', async () => {
    await expect(lookup('web1', 'Include config\n')).rejects.toThrow(/circle/);
    await expect(lookup('web1', 'IdentityFile "half\n')).rejects.toThrow(/SSH configuration cannot be used: a quote has no end/);
    await expect(lookup('web1', 'Port ssh\n')).rejects.toThrow(/Port ssh is no port/);
    await expect(lookup('web1', 'Match version 9\n  Port 1\n')).rejects.toThrow(/does not know Match version/);
    chmodSync(write('config', 'Port 1\n'), 0o666);
    await expect(read('web1')).rejects.toThrow(/others may write it/);
  });

  it('knows the ways to name an agent', async () => {
    const agent = async (text: string): Promise<string | null> =>
      (await lookup('web1', `IdentityAgent ${text}\n`, null, { SOCK: '/run/sock' })).identityAgent;
    expect(await agent('none')).toBe('none');
    expect(await agent('SSH_AUTH_SOCK')).toBeNull();
    expect(await agent('$SOCK')).toBe('/run/sock');
    expect(await agent('"~/a b"')).toBe(join(home, 'a b'));
  });

  it('takes none as no jump host and as no key', async () => {
    expect((await lookup('web1', 'Host web1\n  ProxyJump none\nHost *\n  ProxyJump bastion\n')).proxyJump).toBeNull();
    expect((await lookup('web1', 'IdentityFile none\n')).identityFiles).toEqual([]);
  });

  it('names what is not followed, at the step where it is missed, and nothing of what changes nothing', async () => {
    const text = 'PKCS11Provider /usr/lib/p11.so\nKexAlgorithms +x\nKnownHostsCommand /bin/keys %H\nBindInterface eth0\nControlPath none\n';
    expect((await lookup('web1', text)).unfollowed.map(({ stage, directive }) => `${stage}: ${directive}`)).toEqual([
      'dial: BindInterface eth0 (~/.ssh/config:4)',
      'handshake: KexAlgorithms +x (~/.ssh/config:2)',
      'host-key: KnownHostsCommand /bin/keys %H (~/.ssh/config:3)',
      'login: PKCS11Provider /usr/lib/p11.so (~/.ssh/config:1)',
    ]);
  });

  it('refuses what would lead to another machine', async () => {
    const canonical = 'CanonicalizeHostname yes\nCanonicalDomains example.org\n';
    await expect(lookup('web1', canonical)).rejects.toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: 'web1: fams-ops does not follow CanonicalizeHostname yes (~/.ssh/config:1), which ssh would follow.',
      todo: [expect.stringMatching(/ssh: \{ host: web1\.example\.org \}/) as string],
    });
    expect(await lookup('10.0.0.1', canonical)).toMatchObject({ hostName: null });
    expect(await lookup('web1.eu.example.org', canonical)).toMatchObject({ hostName: null });
    await expect(lookup('web1', 'ProxyUseFdpass yes\n')).rejects.toThrow(/ProxyUseFdpass yes/);
    await expect(lookup('web1', 'RevokedHostKeys /etc/ssh/revoked\n')).rejects.toThrow(/RevokedHostKeys/);
  });
});

/** OpenSSH reads the home of the account, not HOME: paths are spelled out here. */
describe.skipIf(spawnSync('ssh', ['-V']).status !== 0)('the same as ssh -G', () => {
  const CONFIGS: readonly (readonly [name: string, host: string, text: string])[] = [
    [
      'plain',
      'web1',
      'Host web?\n  HostName 10.0.0.1\n  Port 2222\n  User u\n  IdentityFile /k/1\n  IdentityFile /k/2\nHost *\n  User v\n  IdentityFile /k/3\n',
    ],
    ['negated', 'web9', 'Host * !web9\n  User u\nHost web9 !*\n  Port 3\n'],
    ['upper case', 'WEB1', 'Host web1\n  User u\nHost WEB1\n  Port 3\nMatch host web1\n  HostKeyAlias a\n'],
    [
      'match host follows HostName',
      'a',
      'Host a\n  HostName b\nMatch host b\n  User u\nMatch originalhost a\n  Port 4\nMatch host a\n  HostKeyAlias no\n',
    ],
    [
      'match final',
      'a',
      'Match final host b\n  Port 5\nHost b\n  HostKeyAlias fin\nHost a\n  HostName b\n  IdentityFile /k/1\nMatch all\n  User z\n',
    ],
    ['canonical without domains', 'a', 'CanonicalizeHostname yes\nMatch canonical\n  Port 5\nHost a\n  User u\n'],
    ['match user', 'a', 'Match user fams\n  Port 5\nMatch user root,!fams\n  Port 6\nMatch !user x\n  HostKeyAlias n\n'],
    ['equals signs and quotes', 'a', 'User="u v"\nPort=7\nHostName "b"\nIdentityFile = "/k/a b"\n'],
    ['proxy command first', 'a', 'ProxyCommand nc %h %p "x y"\nProxyJump j\n'],
    ['proxy jump first', 'a', 'ProxyJump u@j:23,k\nProxyCommand nc %h %p\n'],
    ['include', 'a', 'Host b\n  Include INC\nHost a\n  Include INC\n  User late\n'],
    ['known hosts', 'a', 'UserKnownHostsFile /a /b\nGlobalKnownHostsFile /c\nStrictHostKeyChecking no\nHostKeyAlias x\n'],
    ['exec', 'a', 'Match host a exec "test %n-%p-%r = a-22-fams"\n  Port 9\nMatch exec "false"\n  User no\n'],
    ['words of Match', 'a', 'Match  Host  "a"  User "fams"\n  Port 9\nMatch host a,b !originalhost c\n  HostKeyAlias y\n'],
    [
      'identities',
      'a',
      'IdentitiesOnly yes\nIdentityFile /k/x\nIdentityFile none\nIdentityFile /k/x\nIdentityAgent /run/a.sock\nCertificateFile /k/c\n',
    ],
  ];

  it.each(CONFIGS)('%s', async (_name, host, text) => {
    const included = write('included', 'User inc\nHost *\n  HostKeyAlias inc\n');
    const config = write('config', text.replaceAll('INC', included));
    const entry = await read(host, 'fams');
    const output = execFileSync('ssh', ['-G', '-F', config, '-l', 'fams', host], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = output
      .trim()
      .split('\n')
      .map((line) => /^(\S+) ?(.*)$/.exec(line)?.slice(1) ?? []);
    const of = (key: string): readonly string[] => lines.flatMap(([name, value = '']) => (name === key ? [value] : []));
    const [one] = [(key: string): string | null => of(key)[0] ?? null];
    const expected = {
      host: one('hostname'),
      port: Number(one('port')),
      identityFiles: of('identityfile').filter((file) => file.startsWith('/k/')),
      identitiesOnly: one('identitiesonly') === 'yes',
      certificateFiles: of('certificatefile'),
      agent: one('identityagent'),
      jump: one('proxyjump'),
      command: one('proxycommand'),
      alias: one('hostkeyalias'),
    };
    expect({
      host: (entry.hostName ?? host).toLowerCase(),
      port: entry.port ?? 22,
      identityFiles: entry.identityFiles ?? [],
      identitiesOnly: entry.identitiesOnly,
      certificateFiles: entry.certificateFiles,
      agent: entry.identityAgent,
      jump: entry.proxyJump,
      command:
        entry.proxyCommand === null
          ? null
          : text
              .split('\n')
              .find((line) => line.startsWith('ProxyCommand'))
              ?.slice(13),
      alias: entry.hostKeyAlias,
    }).toEqual(expected);
  });
});
