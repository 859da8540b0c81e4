import { describe, expect, it } from 'vitest';
import { hopLabel, routeTo, type Hop } from '../../../src/hosts/hop.js';
import type { ConfigEntry } from '../../../src/hosts/ssh-config.js';
import { sshHost } from '../../support/operator.js';
import type { SshAccess } from '../../../src/model/cluster.js';

const nothing: ConfigEntry = {
  hostName: null,
  user: null,
  port: null,
  identityFiles: [],
  identitiesOnly: false,
  identityAgent: null,
  proxyJump: null,
  knownHostsFiles: [],
};
const route = (ssh: Partial<SshAccess>, config: Record<string, Partial<ConfigEntry>> = {}): readonly Hop[] =>
  routeTo(sshHost(22, { host: 'web1', ...ssh }), (host) => ({ ...nothing, ...config[host] }), '/home/op');
const labels = (hops: readonly Hop[]): readonly string[] => hops.map(hopLabel);

describe('the way to a host', () => {
  it('is the host itself, as the inventory spells it out', () => {
    const config = { web1: { hostName: 'elsewhere', user: 'x', port: 1, identityFiles: ['/x'], knownHostsFiles: ['/y'] } };
    const given = ['host', 'port', 'user', 'identityFile', 'knownHostsFile'] as const;
    const [hop, ...more] = route({ identityFile: '~/key', given }, config);
    expect(more).toEqual([]);
    expect(hop).toMatchObject({
      host: 'web1',
      port: 22,
      user: 'fams',
      identityFiles: ['/home/op/key'],
      knownHostsFiles: ['/home/op/.ssh/known_hosts'],
      isJump: false,
    });
    expect(route({ given: [] }, config)[0]).toMatchObject({
      host: 'elsewhere',
      port: 1,
      user: 'x',
      identityFiles: ['/x'],
      knownHostsFiles: ['/y'],
    });
  });

  it('goes through a chain of jump hosts', () => {
    expect(labels(route({ jump: 'a@one:23, [fe80::1]:24,ssh://three' }))).toEqual([
      'a@one:23',
      'fams@[fe80::1]:24',
      'fams@three:22',
      'fams@web1:22',
    ]);
  });

  it('takes jump hosts from the configuration, also those before them, unless the inventory says otherwise', () => {
    const config = { web1: { proxyJump: 'near' }, near: { proxyJump: 'far', user: 'n' }, far: { hostName: 'far.example.org' } };
    expect(labels(route({}, config))).toEqual(['n@far.example.org:22', 'n@near:22', 'fams@web1:22']);
    expect(labels(route({ jump: null, given: ['host', 'jump'] }, config))).toEqual(['fams@web1:22']);
    expect(labels(route({ jump: 'other', given: ['host', 'jump'] }, config))).toEqual(['fams@other:22', 'fams@web1:22']);
  });

  it('never takes the password of the host to a jump host', () => {
    const hops = route({ jump: 'one', passwordEnv: 'PW', passphraseEnv: 'PP', identityFile: '/k', given: ['identityFile'] });
    expect(hops[0]).toMatchObject({ isJump: true, passwordEnv: null, passphraseEnv: 'PP', identityFiles: ['/k'] });
    expect(hops[1]).toMatchObject({ passwordEnv: 'PW' });
  });

  it('is refused where it goes round in a circle, or cannot be read', () => {
    expect(() => route({}, { web1: { proxyJump: 'a' }, a: { proxyJump: 'b' }, b: { proxyJump: 'a' } })).toThrow(/circle/);
    for (const jump of ['a b:c:d', 'x@', ',a', 'a:0', 'a:70000']) expect(() => route({ jump }), jump).toThrow(/no \[user@\]host\[:port\]/);
  });
});
