// A host as hardening guides and cloud images leave it: what check calls critical is refused with nothing touched, each remedy that is
// printed helps, and what check does not mind works.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams, type Said } from '../support/fams.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const HOST = 1;
/** Longer than systemd-logind takes to end a session. */
const AFTER_LOGOUT_MS = 12_000;

const crits = (said: Said): readonly (typeof said.result.checks)[number][] => said.result.checks.filter(({ status }) => status === 'crit');

describe.skipIf(!available.ok)(`a hardened host${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  const root = (script: string) => bed.exec(HOST, ['sh', '-c', script]);

  beforeAll(async () => {
    bed = await startBed({ hosts: 1, rootfs: 'systemd' });
    fams = new Fams(bed);
    await root(
      [
        'mkdir -p /etc/systemd/logind.conf.d /disk/lost+found',
        'printf "[Login]\\nKillUserProcesses=yes\\n" >/etc/systemd/logind.conf.d/k.conf',
        'systemctl restart systemd-logind',
        'mount -t tmpfs -o mode=1777,noexec,size=16m tmpfs /tmp',
        'echo 127.0.0.1 localhost >/etc/hosts',
      ].join('\n'),
    );
    await fams.write([HOST], 'zookeeper: { dataDir: /srv/zk }\nkafka: { config: { log.dirs: /disk } }');
  });
  afterAll(async () => {
    await bed.stop();
  });

  it('is refused before the first file, in the words of check', async () => {
    const said = await fams.run('check');
    expect([said.code, crits(said).map(({ id, target }) => `${id} ${target}`)], because(said)).toEqual([
      1,
      ['host.disk-roots 192.168.1.1/kafka', 'host.directories 192.168.1.1', 'host.directories 192.168.1.1', 'host.logout 192.168.1.1'],
    ]);
    const refused = await fams.run('provision', '--yes');
    expect([refused.code, refused.error.code], because(refused)).toEqual([1, 'HOST_UNFIT']);
    expect(refused.error.causes?.map(({ what, todo }) => [what, ...todo])).toEqual(
      crits(said).map(({ target, message, fix }) => [`${target}: ${message}`, fix]),
    );
    expect((await bed.user(HOST, ['ls', '-A', '/home/fams'])).stdout).not.toContain('.fams-ops');
  });

  it('carries the cluster once the remedies are carried out, and the services outlive the login', async () => {
    for (const { fix } of crits(await fams.run('check')))
      for (const [, command = ''] of fix.matchAll(/"((?:mkdir|loginctl) [^"]+)"/g)) await root(command);
    await fams.write([HOST], 'zookeeper: { dataDir: /srv/zk }\nkafka: { config: { log.dirs: /disk/kafka } }');
    const said = await fams.run('check');
    expect([said.code, crits(said)], because(said)).toEqual([3, []]);
    // By its console round trip, too: neither tool needs the machine to know its own name.
    const made = await fams.run('provision', '--yes');
    expect(made.code, because(made)).toBe(0);
    await sleep(AFTER_LOGOUT_MS);
    const later = await fams.run('verify', '--fast');
    expect(later.code, because(later)).toBe(0);
    const again = await fams.run('provision', '--yes');
    expect([again.code, again.result.changes], because(again)).toEqual([0, 0]);
  });

  it('takes records that are compressed with snappy, whose native code /tmp would not run', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line ${String(i)} ${'x'.repeat(50)}`);
    await new Kcat(bed, [HOST]).produce('user-behavior-topic', lines, 'snappy');
    expect(await new Kcat(bed, [HOST]).consume('user-behavior-topic')).toEqual(expect.arrayContaining(lines));
  });

  it('starts ZooKeeper with the transaction log that a power loss left empty', async () => {
    const off = await fams.run('stop');
    expect(off.code, because(off)).toBe(0);
    await root('cd /srv/zk/version-2; newest=$(ls -t log.* | head -n 1); truncate -s 0 "$newest"');
    const on = await fams.run('start');
    expect(on.code, because(on)).toBe(0);
    expect((await root('ls /srv/zk/version-2')).stdout).toMatch(/^log\.[0-9a-f]+\.empty$/m);
  });
});
