// Which keys are offered: those that files name, wherever their private half is, and in which formats they may come.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PrivateKeys } from '../../src/hosts/ssh/keys/private-keys.js';
import { sshHost, type Operator } from '../support/operator.js';
import { afterwards, as, failure, login, start } from '../support/ssh-cast.js';
import { newKey } from '../support/ssh-server.js';

const OPENSSH = spawnSync('ssh-add', ['-l']).error === undefined;

async function agentOf(who: Operator, keys: readonly string[]): Promise<NodeJS.ProcessEnv> {
  const socket = join(who.home, 'agent');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  afterwards(() => agent.kill());
  await once(agent.stdout, 'data');
  const env = { ...who.env, SSH_AUTH_SOCK: socket };
  for (const key of keys) spawnSync('ssh-add', ['-q', '-'], { env, input: key });
  return env;
}
const eightOthers = (): readonly string[] => Array.from({ length: 8 }, () => newKey('ed25519').private);

describe.skipIf(!OPENSSH)('a named key whose private half is in the agent', () => {
  it.each(['IdentitiesOnly yes\n', ''])('is offered first, among eight others, where the file is the public half (%j)', async (more) => {
    const server = await start({ maxAuthTries: 3 });
    const who = as([server], { empty: true });
    who.write('known_hosts', `${server.hostKeyLine}\n`);
    who.write('work.pub', server.clientPublicKey);
    const env = await agentOf(who, [...eightOthers(), server.clientKey]);
    const { SSH_AUTH_SOCK: socket = '', ...bare } = env;
    who.write('config', `IdentityFile ~/.ssh/work.pub\n${more}IdentityAgent ${socket}\n`);
    await login({ ...who, env: bare }, sshHost(server.port));
    await login({ ...who, env }, sshHost(server.port, { identityFile: '~/.ssh/work.pub', given: ['host', 'port', 'identityFile'] }));
  });

  it('is found by an encrypted private key, with or without the public one beside it', async () => {
    const server = await start({ passphrase: 'p', maxAuthTries: 3 });
    const who = as([server]);
    const file = who.write('id_ed25519', server.clientKey);
    const env = await agentOf(who, eightOthers());
    execFileSync('ssh-add', ['-q', file], { env: { ...env, SSH_ASKPASS_REQUIRE: 'force', SSH_ASKPASS: who.script('echo p') } });
    await login({ ...who, env }, sshHost(server.port));
  });

  it('is named when no agent has it, and nothing else is offered with IdentitiesOnly', async () => {
    const server = await start();
    const who = as([server]);
    who.write('work.pub', server.clientPublicKey);
    who.write('config', 'IdentityFile ~/.ssh/work.pub\nIdentitiesOnly yes\n');
    const env = await agentOf(who, eightOthers());
    const error = await failure({ ...who, env }, sshHost(server.port));
    expect(error.message).toMatch(
      /tried the key ~\/\.ssh\/work\.pub, which holds the public half only, and no agent has the private one; the server/,
    );
    expect(server.logins).toEqual(['none']);
  });
});

describe('the format of a key file', () => {
  const { privateKey: rsa } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { privateKey: ec } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const { privateKey: ed } = generateKeyPairSync('ed25519');
  it.each([
    ['RSA', rsa],
    ['ECDSA', ec],
    ['Ed25519', ed],
  ])('may be that of openssl, of kind %s, in clear or encrypted', async (_kind, key) => {
    const who = as([], { empty: true });
    const clear = who.write('clear', key.export({ type: 'pkcs8', format: 'pem' }).toString());
    const secret = who.write(
      'secret',
      key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' }).toString(),
    );
    const keys = new PrivateKeys();
    const open = await keys.open(clear);
    expect(open).toMatchObject({ kind: 'open' });
    expect(await keys.open(secret)).toEqual({ kind: 'locked' });
    expect(await keys.unlock(secret, 'a', () => Promise.resolve('wrong'))).toEqual({ kind: 'wrong-passphrase' });
    const unlocked = await keys.unlock(secret, 'b', () => Promise.resolve('open sesame'));
    if (open.kind !== 'open' || unlocked.kind !== 'open') throw new Error('not opened');
    expect(unlocked.fingerprint).toBe(open.fingerprint);
    const signed = open.key.sign('text', open.key.type === 'ssh-rsa' ? 'sha512' : undefined);
    expect(unlocked.key.verify('text', signed, open.key.type === 'ssh-rsa' ? 'sha512' : undefined)).toBe(true);
    // The older formats of openssl say of OpenSSH what they are, to compare with.
    if (OPENSSH && key !== ed) expect(execFileSync('ssh-keygen', ['-l', '-f', clear], { encoding: 'utf8' })).toContain(open.fingerprint);
  });

  it('is refused with the command that converts it, or the way to a key that does', async () => {
    const server = await start();
    const who = as([server]);
    const said = async (text: string): Promise<string> => {
      who.write('odd', text);
      return (await failure(who, sshHost(server.port, { identityFile: '~/.ssh/odd', given: ['identityFile'] }))).message;
    };
    expect(await said('PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n')).toMatch(
      /a key of PuTTY, which ssh does not take either; convert it: puttygen \S+odd -O private-openssh -o \S+odd\.key/,
    );
    expect(await said('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')).toMatch(/odd, which cannot be used: /);
    const { privateKey } = generateKeyPairSync('x25519');
    expect(await said(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())).toMatch(
      /kind x25519 is none of ssh.*ssh-keygen -t ed25519/,
    );
    expect(await said('what is this')).toMatch(/ssh-keygen -p -f \S+odd/);
  });

  it.skipIf(!OPENSSH)('that only ssh reads is written anew by the command that the refusal names', async () => {
    const server = await start();
    const who = as([server]);
    const file = who.write('id_ed25519', server.clientKey);
    const command = /"(ssh-keygen -p -f \S+)"/.exec(
      (await failure(who, sshHost(server.port, { identityFile: who.write('odd', 'x'), given: ['identityFile'] }))).message,
    )?.[1];
    const words = (command ?? '').replace(/\S+$/, file).split(' ');
    execFileSync(words[0] ?? '', [...words.slice(1), '-N', '', '-P', '']);
    expect(readFileSync(file, 'utf8')).toMatch(/BEGIN OPENSSH PRIVATE KEY/);
    await login(who, sshHost(server.port));
  });
});

it.skipIf(!OPENSSH)('names a signed key, which is not used', async () => {
  const server = await start();
  const who = as([server]);
  const authority = who.write('ca', newKey('ed25519').private);
  const file = who.write('id_ed25519', newKey('ed25519').private);
  who.write('id_ed25519.pub', execFileSync('ssh-keygen', ['-y', '-f', file], { encoding: 'utf8' }));
  execFileSync('ssh-keygen', ['-q', '-s', authority, '-I', 'me', '-n', 'fams', `${file}.pub`]);
  expect(existsSync(`${file}-cert.pub`)).toBe(true);
  const error = await failure(who, sshHost(server.port));
  expect(error.message).toMatch(/not the certificate ~\/\.ssh\/id_ed25519-cert\.pub, which fams-ops does not use/);
  expect(error.todo.join('\n')).toMatch(/~\/\.ssh\/id_ed25519-cert\.pub is a signed one/);
});
