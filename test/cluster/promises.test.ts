// The promises of fams-ops that no other suite holds: secrets, injection, locks, what a second run does, what is never stopped, what stays.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { BASE, CONFIG, Faults } from '../support/faults.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const PASSWORD = 'pw-3f9c"$x`y';
const PASSPHRASE = "ph-7d1e'$(z)";
/** Made by a command that was taken out of a value. */
const TRACE = '/tmp/fams-ops-was-here';
const HOSTILE = `$(touch ${TRACE}) \`touch ${TRACE}\` ; touch ${TRACE} ' "; touch ${TRACE}; #\\`;

describe.skipIf(!available.ok)(`promises${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let kcat: Kcat;
  let key: string;

  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java', env: { PASSWORD, SSHD_OPTS: 'LogLevel=VERBOSE' } });
    fams = new Fams(bed);
    faults = new Faults(bed);
    kcat = new Kcat(bed, HOSTS);
    key = `${bed.dir}/op/encrypted`;
    await bed.operator(['cp', bed.keyFile, key]);
    const { code, stderr } = await bed.operator(['ssh-keygen', '-q', '-p', '-P', '', '-N', PASSPHRASE, '-f', key]);
    expect(code, stderr).toBe(0);
    fams.env = { THE_PASSWORD: PASSWORD, THE_PASSPHRASE: PASSPHRASE };
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** The first two hosts by the encrypted key, the third by the password; one value full of shell in each component. */
  const write = (config = '', ids: readonly number[] = []): Promise<void> => {
    const hosts = HOSTS.map((host, i) => {
      const id = ids.length === 0 ? '' : `, zookeeperId: ${String(host)}, brokerId: ${String(ids[i])}`;
      return `{ address: ${bed.address(host)}${host === 3 ? ', ssh: { identityFile: null, passwordEnv: THE_PASSWORD }' : ''}${id} }`;
    });
    const hostile = JSON.stringify(HOSTILE);
    return fams.writeText(
      `cluster: fams\nssh: { identityFile: ${key}, passphraseEnv: THE_PASSPHRASE }\nhosts: [${hosts.join(', ')}]\n` +
        `zookeeper: { config: { superUser: ${hostile} } }\nkafka: { config: { kafka.csv.metrics.dir: ${hostile}${config} } }\n`,
    );
  };
  const services = async (): Promise<readonly string[]> => {
    const { result } = await fams.run('status');
    return result.services.map((one) => `${one.host} ${one.component} ${one.state} ${String(one.pid)} ${String(one.startedAt)}`);
  };
  const locked = `[ ! -e ${BASE}/lock ] || echo locked`;
  const files = async (): Promise<string> =>
    (
      await Promise.all(HOSTS.map((host) => faults.run(host, ['sh', '-c', `cd ${BASE} && sha256sum conf/* bin/* run/*.pid run/*.child`])))
    ).join();

  describe('while the cluster is made', () => {
    let searches: readonly { stop(): Promise<readonly string[]> }[] = [];
    const said: string[] = [];
    beforeAll(async () => {
      await write();
      for (const host of HOSTS) await bed.exec(host, ['tee', '/root/secrets'], { input: `${PASSWORD}\n${PASSPHRASE}\n` });
      const places = '/proc/[0-9]*/cmdline /proc/[0-9]*/environ';
      searches = HOSTS.map((host) => faults.watch(host, `grep -laF -f /root/secrets ${places} 2>/dev/null`));
    });

    it('the first Ctrl-C ends a run after the step in hand: exit 130, no lock left', async () => {
      const ended = await fams.at(/== Prepare/, (child) => child.kill('SIGINT'), 'provision', '--debug');
      said.push(ended.stdout, ended.stderr);
      expect([ended.came, ended.code], ended.stderr).toEqual([true, 130]);
      for (const host of HOSTS) expect((await bed.user(host, ['ls', '-A', BASE])).stdout).not.toMatch(/^lock$/m);
    });

    it('a run killed while it holds the lock is replaced at once by the next on the same machine, which goes on', async () => {
      const killed = await fams.at(/== Start zookeeper/, (child) => child.kill('SIGKILL'), 'provision');
      expect(killed.came, killed.stderr).toBe(true);
      expect(await faults.run(1, ['ls', `${BASE}/lock`])).toMatch(/^owner\./);
      const began = performance.now();
      let lockedAfter = Infinity;
      const next = await fams.at(/== /, () => (lockedAfter = performance.now() - began), 'provision', '--debug');
      said.push(killed.stdout, killed.stderr, next.stdout, next.stderr);
      expect(next.code, next.stderr + next.stdout).toBe(0);
      // Anybody else's lock is waited for, for 30 s without a beat.
      expect(lockedAfter).toBeLessThan(25_000);
    });

    it('password and passphrase are in no process and no file of a host, in no output and in no journal', async () => {
      const planted = faults.run(1, ['sh', '-c', 'sleep 3', 'sh', PASSWORD]);
      await planted;
      const [first, ...others] = await Promise.all(searches.map((search) => search.stop()));
      // The search itself works: it has found the process that has the password as an argument, and no other.
      expect(new Set(first).size, first?.join('\n')).toBeGreaterThanOrEqual(1);
      expect(new Set(first).size, first?.join('\n')).toBeLessThanOrEqual(2);
      expect(others).toEqual([[], []]);
      for (const host of HOSTS) {
        const { code, stdout } = await bed.exec(host, ['grep', '-rlaF', '-f', '/root/secrets', '/home/fams', '/tmp', '/var']);
        expect([code, stdout]).toEqual([1, '']);
      }
      expect(said.filter((text) => text.includes(PASSWORD) || text.includes(PASSPHRASE))).toEqual([]);
      expect(said.join('').length).toBeGreaterThan(1000);
      const here = await bed.operator(['grep', '-rlaF', '-f', '-', bed.home], { input: `${PASSWORD}\n${PASSPHRASE}\n` });
      expect([here.code, here.stdout]).toEqual([1, '']);
      expect((await bed.operator(['sh', '-c', `cat ${bed.home}/.local/state/fams-ops/fams/runs/*`])).stdout).toContain('run-begins');
    });

    it('values full of shell syntax are values, and no command', async () => {
      expect(await faults.run(1, ['cat', CONFIG])).toContain(`touch ${TRACE}`);
      for (const host of HOSTS) await faults.root(host, ['test', '!', '-e', TRACE]);
      expect(existsSync(TRACE)).toBe(false);
    });

    it('nothing hangs on the login: all sessions are over, and one JVM of each component runs', async () => {
      for (const host of HOSTS) {
        expect((await faults.commands(host)).filter((line) => line.startsWith('sshd: fams'))).toEqual([]);
        expect([await faults.jvms(host, 'kafka'), await faults.jvms(host, 'zookeeper')]).toEqual([1, 1]);
      }
    });
  });

  it('a second provision changes nothing, restarts nothing, takes no lock, and runs one script on each host', async () => {
    const sessions = async (host: number): Promise<number> =>
      (
        await bed.operator(['grep', '-c', 'Starting session', `${bed.dir}/h${String(host)}/console.log`])
      ).stdout.trim() as unknown as number;
    const before = await services();
    const counts = await Promise.all(HOSTS.map(sessions));
    const watches = HOSTS.map((host) => faults.watch(host, locked));
    const said = await fams.run('provision');
    const seen = await Promise.all(watches.map((watch) => watch.stop()));
    expect([said.code, said.result.changes], because(said)).toEqual([0, 0]);
    expect(seen.map((lines) => lines.length)).toEqual([0, 0, 0]);
    expect((await Promise.all(HOSTS.map(sessions))).map((count, i) => count - (counts[i] ?? 0))).toEqual([1, 1, 1]);
    expect(await services()).toEqual(before);
  });

  it('a roll that would take the only replica of a partition away is refused before anything is touched, and done when it is allowed', async () => {
    await faults.topics(1, '--create', '--topic', 'lonely', '--replica-assignment', '1');
    await write(', log.retention.hours: 48');
    const before = await files();
    const watches = HOSTS.map((host) => faults.watch(host, locked));
    const refused = await fams.run('provision');
    expect([refused.code, refused.error.code, refused.error.what], because(refused)).toEqual([
      5,
      'RISK_REFUSED',
      expect.stringMatching(/lonely/),
    ]);
    expect(await files()).toBe(before);
    expect((await Promise.all(watches.map((watch) => watch.stop()))).flat()).toHaveLength(0);

    const watching = faults.watch(1, locked);
    const brokers = kcat.watchBrokers();
    const allowed = await fams.run('provision', '--allow', 'downtime');
    expect([0, 3], because(allowed)).toContain(allowed.code);
    expect(await brokers.stop()).toBe(2);
    expect((await watching.stop()).length, 'the watch for locks sees one').toBeGreaterThan(0);
    await faults.topics(1, '--delete', '--topic', 'lonely');
    await fams.healthy();
  });

  it('no second broker is stopped while one is away: the run waits, and goes on when it is back', async () => {
    const away = await fams.run('stop', 'kafka', '--limit', bed.address(3));
    expect(away.code, because(away)).toBe(0);
    await write(', log.retention.hours: 49');
    const brokers = kcat.watchBrokers();
    const pid = await faults.pidOf(1, 'kafka');
    let back: Promise<unknown> = Promise.resolve();
    const ended = await fams.at(
      /waiting for the rest of kafka.*seen: .*not registered/,
      () => {
        back = (async () => {
          expect(await faults.pidOf(1, 'kafka')).toBe(pid);
          await faults.run(3, ['sh', `${BASE}/bin/service.sh`, 'start', BASE, 'kafka']);
        })();
      },
      'provision',
      '--limit',
      bed.address(1),
    );
    await back;
    expect([ended.came, ended.code], ended.stderr + ended.stdout).toEqual([true, expect.toBeOneOf([0, 3])]);
    expect(await brokers.stop()).toBe(2);
    expect(await faults.pidOf(1, 'kafka')).not.toBe(pid);
    const rest = await fams.run('provision');
    expect(rest.code, because(rest)).toBe(0);
  });
});
