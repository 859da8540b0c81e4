// check and diag on real hosts: what is fit, what is not, what cannot be seen; and the archive of a running cluster and of a broken one.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams, type Said } from '../support/fams.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
/** What these hosts lack is said, and is no warning. */
const NO_CRON = HOSTS.map((host) => `host.boot 192.168.1.${String(host)}: there is no crontab: services stay off after a reboot`);

/** `id target: message` of the findings with this status. */
const found = (said: Said, status: string): readonly string[] =>
  said.result.checks.filter((one) => one.status === status).map(({ id, target, message }) => `${id} ${target}: ${message}`);

describe.skipIf(!available.ok)(`check${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    await bed.boot(4, { rootfs: 'bare' });
    fams = new Fams(bed);
    await fams.write(HOSTS);
  });
  afterAll(async () => {
    await bed.stop();
  });

  it('fresh hosts are fit, and as fresh afterwards', async () => {
    const said = await fams.run('check');
    expect([said.code, found(said, 'crit'), found(said, 'warn')], because(said)).toEqual([0, [], []]);
    expect(found(said, 'ok')).toEqual(expect.arrayContaining(NO_CRON));
    for (const host of HOSTS) {
      const { stdout } = await bed.user(host, ['ls', '-A', '/home/fams']);
      expect(stdout.split('\n').filter((name) => !['', '.ssh'].includes(name))).toEqual([]);
      expect(found(said, 'ok')).toContainEqual(expect.stringMatching(new RegExp(`^host\\.jvm 192\\.168\\.1\\.${String(host)}: .*64-Bit`)));
    }
    expect(found(said, 'ok').filter((line) => line.startsWith('host.reach'))).toHaveLength(3);
  });

  it('a host without Java is named, and what is wrong elsewhere at the same time', async () => {
    await fams.write([1, 2, 4]);
    await bed.user(1, ['mkdir', '-p', '/home/fams/kafka-logs/orders-0']);
    // sshd goes to the background once it listens.
    await bed.exec(2, ['/usr/sbin/sshd', '-p', '9092', '-o', 'PidFile=/run/stranger.pid']);
    try {
      const said = await fams.run('check');
      expect([said.code, found(said, 'crit')], because(said)).toEqual([
        1,
        [
          'host.java-fits 192.168.1.4: no Java was found',
          expect.stringMatching(/^host\.ports-free 192\.168\.1\.2: port 9092 \(kafka broker\) is taken by a process of root/),
          expect.stringMatching(/^host\.data 192\.168\.1\.1\/kafka: .*orders-0/),
        ],
      ]);
    } finally {
      await bed.user(1, ['rm', '-r', '/home/fams/kafka-logs']);
      await bed.exec(2, ['sh', '-c', 'kill "$(cat /run/stranger.pid)"']);
      await fams.write(HOSTS);
    }
  });

  it('two hosts that do not hear each other are named, both ways, and no other pair', async () => {
    await bed.part(1, 2);
    try {
      const said = await fams.run('check');
      expect([said.code, found(said, 'crit')], because(said)).toEqual([
        1,
        [
          expect.stringMatching(/^host\.reach 192\.168\.1\.1: does not reach 192\.168\.1\.2 on .*2181.*: no answer/),
          expect.stringMatching(/^host\.reach 192\.168\.1\.2: does not reach 192\.168\.1\.1 on .*9092.*: no answer/),
        ],
      ]);
    } finally {
      await bed.join(1, 2);
    }
  });

  it('a host that forwards nothing is named: nothing of the product would reach its services', async () => {
    const set = (value: string) =>
      bed.exec(2, [
        'sh',
        '-c',
        'sed -i /^AllowTcpForwarding/d /etc/ssh/sshd_config; echo "AllowTcpForwarding $1" >>/etc/ssh/sshd_config; kill -HUP "$(cat /run/sshd.pid)"',
        'sh',
        value,
      ]);
    await set('no');
    try {
      await expect
        .poll(async () => found(await fams.run('check'), 'crit'), { timeout: 30_000 })
        .toEqual([expect.stringMatching(/^host\.forwarding 192\.168\.1\.2: its SSH server does not connect us to 192\.168\.1\.2:2181/)]);
      const refused = await fams.run('provision');
      expect([refused.code, refused.error.code, refused.error.what], because(refused)).toEqual([
        1,
        'HOST_UNFIT',
        expect.stringMatching(/^192\.168\.1\.2: its SSH server does not connect us/),
      ]);
      expect(refused.error.todo.join(' ')).toContain('AllowTcpForwarding');
      for (const host of HOSTS) expect((await bed.user(host, ['ls', '-A', '/home/fams'])).stdout).not.toContain('.fams-ops');
    } finally {
      await set('yes');
    }
  });

  it("the trap of Debian: a member's name is 127.0.1.1 on itself; and a name that one host does not know", async () => {
    const { inventory } = fams;
    const hosts = HOSTS.map((host) => `  - { address: h${String(host)}, ssh: { host: ${bed.address(host)} } }`);
    writeFileSync(inventory, ['cluster: fams', `ssh: { identityFile: ${bed.keyFile} }`, 'hosts:', ...hosts, ''].join('\n'));
    const edit = (host: number, script: string) =>
      bed.exec(host, ['sh', '-c', `cp /etc/hosts /etc/hosts.kept; sed -i "${script}" /etc/hosts`]);
    expect(await fams.run('check').then((said) => [said.code, found(said, 'crit')])).toEqual([0, []]);
    await edit(1, 's/^192.168.1.1 h1$/127.0.1.1 h1/');
    await edit(2, '/ h3$/d');
    try {
      const said = await fams.run('check');
      expect([said.code, found(said, 'crit')], because(said)).toEqual([
        1,
        [expect.stringMatching(/^host\.loopback h1: takes h1 for 127\.0\.1\.1/), 'host.names-known h2: does not know h3'],
      ]);
      const refused = await fams.run('provision');
      expect([refused.code, refused.error.code, refused.error.what]).toEqual([
        1,
        'HOST_UNFIT',
        'The hosts cannot carry this cluster: 2 problems. Nothing was touched.',
      ]);
    } finally {
      for (const host of [1, 2]) await bed.exec(host, ['sh', '-c', 'cat /etc/hosts.kept >/etc/hosts']);
      await fams.write(HOSTS);
    }
  });

  it('a frozen host is unknown and the others are judged; when none is left, it ends with 4', async () => {
    await bed.pause(3);
    try {
      const alone = new Fams(bed, 'alone');
      await alone.write([3]);
      const [said, none] = await Promise.all([fams.run('check'), alone.run('check')]);
      expect([said.code, said.result.status, found(said, 'crit'), found(said, 'warn')], because(said)).toEqual([3, 'unknown', [], []]);
      const blind = said.result.checks.filter(({ target }) => target.startsWith('192.168.1.3'));
      expect(new Set(blind.map(({ status }) => status))).toEqual(new Set(['unknown']));
      expect(said.result.checks[0]).toMatchObject({ id: 'host.ssh', target: '192.168.1.3' });
      for (const id of ['host.java-fits', 'host.reach', 'host.memory-fits'])
        expect(
          found(said, 'ok').filter((line) => line.startsWith(`${id} `)),
          id,
        ).toHaveLength(2);
      expect([none.code, none.result.status, found(none, 'ok').filter((line) => line.includes('192.168'))]).toEqual([4, 'unknown', []]);
    } finally {
      await bed.resume(3);
    }
  });
});

describe.skipIf(!available.ok)(`diag${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  const SECRET = { FAMS_SECRET: '' };
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    await fams.write(HOSTS, 'topics: [{ name: clicks, partitions: 3, replicationFactor: 3 }]', 'passwordEnv: FAMS_SECRET');
    SECRET.FAMS_SECRET = bed.password;
    const made = await run('provision');
    expect(made.code, because(made)).toBe(0);
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** With a password alone: no key, no agent. */
  async function run(...args: readonly string[]): Promise<Said> {
    const exit = await bed.operator(fams.argv(...args), { timeoutMs: 300_000, env: { ...SECRET, NO_COLOR: '1' } });
    return { ...exit, ...(JSON.parse(exit.stdout) as Pick<Said, 'ok' | 'result' | 'error'>) };
  }

  async function diagnose(name: string): Promise<{ readonly said: Said; readonly read: (path: string) => string; readonly all: string }> {
    const path = join(bed.home, `${name}.tar.gz`);
    const said = await run('diag', '--output', path);
    expect(said.code, because(said)).toBe(0);
    const into = join(bed.home, name);
    mkdirSync(into);
    await execa('tar', ['-xzf', path, '-C', into]);
    const [top = ''] = readdirSync(into);
    const { stdout } = await execa('tar', ['-xzOf', path], { maxBuffer: 512 << 20 });
    return { said, read: (file) => readFileSync(join(into, top, file), 'utf8'), all: stdout };
  }

  it('a provisioned cluster is checked as fit: its ports and data are its own', async () => {
    const said = await run('check');
    expect([said.code, found(said, 'crit'), found(said, 'warn')], because(said)).toEqual([0, [], []]);
    expect(found(said, 'ok')).toContainEqual(expect.stringMatching(/^host\.reach 192\.168\.1\.1: reaches .* on 8 ports \(6 in use\)/));
  });

  it('holds what somebody needs who cannot log in, and no secret', async () => {
    const logged = `[2026-01-01 00:00:00,000] INFO ssl.keystore.password=swordfish from https://me:swordfish@mirror/ and ${bed.password}`;
    await bed.user(1, ['sh', '-c', 'echo "$1" >>/home/fams/.fams-ops/fams/log/kafka.log', 'sh', logged]);
    const { said, read, all } = await diagnose('whole');
    expect(said.result).toMatchObject({ missing: [], hosts: ['192.168.1.1', '192.168.1.2', '192.168.1.3'] });
    for (const host of HOSTS.map((one) => `hosts/${bed.address(one)}`)) {
      expect(read(`${host}/zookeeper/ruok.txt`)).toBe('imok');
      expect(read(`${host}/zookeeper/mntr.txt`)).toMatch(/zk_server_state/);
      expect(read(`${host}/zookeeper/dump.txt`)).toMatch(/SessionTracker|ession/);
      expect(JSON.parse(read(`${host}/kafka/metadata.json`))).toMatchObject({ brokers: [{}, {}, {}] });
      expect(read(`${host}/conf/server.properties`)).toMatch(/^zookeeper\.connect=/m);
      expect(read(`${host}/elsewhere/home/fams/zk_data/myid`)).toMatch(/^[123]\n$/);
      expect(read(`${host}/log/kafka.log`)).toMatch(/started/);
      expect(read(`${host}/log/zookeeper.out`)).toBeDefined();
      for (const component of ['zookeeper', 'kafka']) {
        expect(read(`${host}/process/${component}.threads`)).toMatch(/^Full thread dump [\s\S]*^"main"[\s\S]*^JNI global/m);
        expect(read(`${host}/process/${component}.limits`)).toMatch(/^Max open files/m);
        expect(read(`${host}/process/${component}.cmdline`)).toMatch(/-Xmx/);
      }
      expect(JSON.parse(read(`${host}/facts.json`))).toMatchObject({ user: 'fams' });
    }
    expect(JSON.parse(read('registry.json'))).toMatchObject({ brokers: [{}, {}, {}] });
    expect(JSON.parse(read('verdict.json'))).toMatchObject({ status: 'ok' });
    expect(read('README.txt')).toMatch(/Nothing is missing\./);
    const runs = all.match(/"kind":"run-begins"/g) ?? [];
    expect(runs.length).toBeGreaterThan(0);
    expect(read(`hosts/${bed.address(1)}/log/kafka.log`)).toContain('INFO ssl.keystore.password=***');
    for (const secret of [bed.password, 'swordfish']) expect(all + said.stdout + said.stderr).not.toContain(secret);
    expect(await run('verify', '--fast').then(({ code }) => code)).toBe(0);
  });

  it('goes on where a host is down and a service is off', async () => {
    const stopped = await run('stop', 'kafka', '--limit', bed.address(2));
    expect(stopped.code, because(stopped)).toBe(0);
    await bed.kill(3);
    const { said, read } = await diagnose('broken');
    const missing = (said.result as unknown as { missing: { host: string | null; what: string; reason: string }[] }).missing;
    expect(missing.map(({ host, what }) => `${String(host)} ${what}`).toSorted()).toEqual([
      '192.168.1.2 kafka',
      '192.168.1.2 process/kafka',
      '192.168.1.3 everything',
    ]);
    for (const { what } of missing) expect(read('README.txt')).toContain(what);
    expect(read(`hosts/${bed.address(1)}/zookeeper/ruok.txt`)).toBe('imok');
    expect(JSON.parse(read('registry.json'))).toMatchObject({ brokers: expect.arrayContaining([expect.anything()]) as unknown });
  });
});
