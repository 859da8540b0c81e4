import { describe, expect, it } from 'vitest';
import { hopLabel, recordedAs, routeTo, type Hop } from '../../../../src/hosts/ssh/route.js';
import type { ConfigEntry } from '../../../../src/hosts/ssh/config/config.js';
import { sshHost } from '../../../support/operator.js';
import type { SshAccess } from '../../../../src/model/cluster.js';

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
const route = (ssh: Partial<SshAccess>, config: Record<string, Partial<ConfigEntry>> = {}): Promise<readonly Hop[]> =>
  routeTo(sshHost(22, { host: 'web1', ...ssh }), (host) => Promise.resolve({ ...nothing, ...config[host] }), '/home/op');
const labels = (hops: readonly Hop[]): readonly string[] => hops.map(hopLabel);

describe('the way to a host', () => {
  it('is the host itself, as the inventory spells it out', async () => {
    const config = { web1: { hostName: 'elsewhere', user: 'x', port: 1, identityFiles: ['/x'], knownHostsFiles: ['/y'] } };
    const given = ['host', 'port', 'user', 'identityFile', 'knownHostsFile'] as const;
    const [hop, ...more] = await route({ identityFile: '~/key', given }, config);
    expect(more).toEqual([]);
    expect(hop).toMatchObject({
      // What ssh would dial by that name, also where it is spelled out as ssh.host.
      host: 'elsewhere',
      port: 22,
      user: 'fams',
      identityFiles: ['/home/op/key'],
      knownHostsFiles: ['/home/op/.ssh/known_hosts'],
      isJump: false,
    });
    expect((await route({ given: [] }, config))[0]).toMatchObject({
      host: 'elsewhere',
      port: 1,
      user: 'x',
      identityFiles: ['/x'],
      knownHostsFiles: ['/y'],
    });
  });

  it('goes through a chain of jump hosts', async () => {
    expect(labels(await route({ jump: 'a@one:23, [fe80::1]:24,ssh://three' }))).toEqual([
      'a@one:23',
      'fams@[fe80::1]:24',
      'fams@three:22',
      'fams@web1:22',
    ]);
  });

  it('takes jump hosts from the configuration, also those before them, unless the inventory says otherwise', async () => {
    const config = { web1: { proxyJump: 'near' }, near: { proxyJump: 'far', user: 'n' }, far: { hostName: 'far.example.org' } };
    expect(labels(await route({}, config))).toEqual(['n@far.example.org:22', 'n@near:22', 'fams@web1:22']);
    expect(labels(await route({ jump: null, given: ['host', 'jump'] }, config))).toEqual(['fams@web1:22']);
    expect(labels(await route({ jump: 'other', given: ['host', 'jump'] }, config))).toEqual(['fams@other:22', 'fams@web1:22']);
  });

  it('never takes the password of the host to a jump host', async () => {
    const hops = await route({ jump: 'one', passwordEnv: 'PW', passphraseEnv: 'PP', identityFile: '/k', given: ['identityFile'] });
    expect(hops[0]).toMatchObject({ isJump: true, passwordEnv: null, passphraseEnv: 'PP', identityFiles: ['/k'] });
    expect(hops[1]).toMatchObject({ passwordEnv: 'PW' });
  });

  it('is refused where it goes round in a circle, or cannot be read', async () => {
    await expect(route({}, { web1: { proxyJump: 'a' }, a: { proxyJump: 'b' }, b: { proxyJump: 'a' } })).rejects.toThrow(/circle/);
    for (const jump of ['a b:c:d', 'x@', ',a', 'a:0', 'a:70000'])
      await expect(route({ jump }), jump).rejects.toThrow(/no \[user@\]host\[:port\]/);
  });

  it('dials an IPv6 address with or without brackets, and keeps its zone', async () => {
    expect(labels(await route({ host: '[fe80::1%eth0]', port: 2222, given: ['host', 'port'] }))).toEqual(['fams@[fe80::1%eth0]:2222']);
    expect(labels(await route({ host: '2001:db8::7' }))).toEqual(['fams@[2001:db8::7]:22']);
  });

  it('goes by the command of the configuration only where no jump host leads', async () => {
    const proxyCommand = { command: 'nc web1 22', place: '~/.ssh/config:2' };
    const near = { command: 'nc near 22', place: '~/.ssh/config:5' };
    const commands = async (ssh: Partial<SshAccess>, config: Record<string, Partial<ConfigEntry>>): Promise<readonly (string | null)[]> =>
      (await route(ssh, config)).map((hop) => hop.proxyCommand?.command ?? null);
    expect(await commands({}, { web1: { proxyCommand } })).toEqual(['nc web1 22']);
    expect(await commands({ jump: 'far' }, { web1: { proxyCommand } })).toEqual([null, null]);
    // The first of a chain may need a command itself, a later one is reached through it.
    expect(await commands({ jump: 'near,then' }, { near: { proxyCommand: near }, then: { proxyCommand: near } })).toEqual([
      'nc near 22',
      null,
      null,
    ]);
  });

  it('looks a key up under its alias, and judges it as the configuration says where the inventory does not', async () => {
    const config = { web1: { hostKeyAlias: 'cluster', knownHosts: 'accept-new', globalKnownHostsFiles: ['/g'] } } as const;
    const [hop] = await route({ port: 2222 }, config);
    expect(hop && recordedAs(hop)).toEqual({ host: 'cluster', port: 22 });
    expect(hop).toMatchObject({ knownHosts: 'accept-new', globalKnownHostsFiles: ['/g'] });
    expect((await route({ given: ['knownHosts'] }, config))[0]).toMatchObject({ knownHosts: 'strict' });
    const [plain] = await route({ port: 2222, given: ['port'] });
    expect(plain && recordedAs(plain)).toEqual({ host: 'web1', port: 2222 });
  });
});
