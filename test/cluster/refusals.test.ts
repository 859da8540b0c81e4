// Hosts that are off, silent, strange or unfit: said apart, each with its exit code, and nothing touched.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams, type Said } from '../support/fams.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];

describe.skipIf(!available.ok)(`hosts that cannot carry a cluster${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java', disk: '600m' });
    fams = new Fams(bed);
  });
  afterAll(async () => {
    await bed.stop();
  });
  beforeEach(() => fams.write(HOSTS));

  const untouched = async (): Promise<void> => {
    for (const host of HOSTS) {
      const { code, stdout } = await bed.user(host, ['ls', '-A', '/home/fams']);
      if (code === 0) expect(stdout).not.toContain('.fams-ops');
    }
  };
  const refused = async (): Promise<readonly [number, string, string]> => {
    const said: Said = await fams.run('provision');
    expect(said.error, because(said)).toBeDefined();
    await untouched();
    return [said.code, said.error.code, said.error.what];
  };

  it('a host that is off', async () => {
    await bed.kill(2);
    expect(await refused()).toEqual([4, 'HOST_UNREACHABLE', expect.stringMatching(/192\.168\.1\.2/)]);
    await bed.boot(2);
  });

  it('a host that is frozen: it accepts and says nothing', async () => {
    await bed.pause(2);
    try {
      expect(await refused()).toEqual([4, 'HOST_UNREACHABLE', expect.stringMatching(/192\.168\.1\.2/)]);
    } finally {
      await bed.resume(2);
    }
  });

  it('a host with another key than the one on record, and one that is not on record', async () => {
    await bed.operator(['sed', '-i', `/^192\\.168\\.1\\.3 /d`, bed.knownHostsFile]);
    const unknown = await refused();
    expect(unknown).toEqual([4, 'HOST_KEY_UNKNOWN', expect.stringMatching(/SHA256:/)]);
    await bed.operator(['sh', '-c', `sed -n 's/^192\\.168\\.1\\.1 /192.168.1.3 /p' "$1" >>"$1"`, 'sh', bed.knownHostsFile]);
    const changed = await refused();
    expect(changed).toEqual([4, 'HOST_KEY_CHANGED', expect.stringMatching(/SHA256:.*SHA256:/s)]);
    await bed.operator(['sed', '-i', `/^192\\.168\\.1\\.3 /d`, bed.knownHostsFile]);
    const accepted = await fams.run('exec', '--accept-new-host-keys', '--', 'true');
    expect(accepted.code, because(accepted)).toBe(0);
  });

  it('a login that is refused: a wrong password, never shown', async () => {
    await fams.write(HOSTS, '', 'passwordEnv: SECRET');
    const said = await bed.operator(fams.argv('exec', '--', 'true'), { env: { SECRET: 'correct horse' }, timeoutMs: 60_000 });
    expect([said.code, said.stdout + said.stderr]).toEqual([4, expect.stringMatching(/refuses the login of fams: tried the password/)]);
    expect(said.stdout + said.stderr).not.toContain('correct horse');
    const right = await bed.operator(fams.argv('exec', '--', 'true'), { env: { SECRET: bed.password }, timeoutMs: 60_000 });
    expect(right.code, right.stdout).toBe(0);
  });

  it("a data directory that is somebody else's", async () => {
    await bed.user(1, ['mkdir', '-p', '/home/fams/kafka-logs/orders-0']);
    expect(await refused()).toEqual([5, 'DATA_REFUSED', expect.stringMatching(/orders-0/)]);
    await bed.user(1, ['rm', '-r', '/home/fams/kafka-logs']);
  });

  it('a record of another id', async () => {
    await bed.user(1, ['mkdir', '-p', '/home/fams/kafka-logs']);
    const record = JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'kafka', id: 9 });
    await bed.user(1, ['sh', '-c', 'printf %s "$1" >/home/fams/kafka-logs/fams-ops.json', 'sh', record]);
    await fams.write(HOSTS.slice(1), '', `identityFile: ${bed.keyFile}`);
    const { inventory } = fams;
    await bed.operator(['sed', '-i', 's/^hosts: .*/hosts: [{ address: 192.168.1.1, brokerId: 0 }, 192.168.1.2, 192.168.1.3]/', inventory]);
    expect(await refused()).toEqual([5, 'IDENTITY_REFUSED', expect.stringMatching(/brokerId: 0/)]);
    await bed.user(1, ['rm', '-r', '/home/fams/kafka-logs']);
  });

  it('a full disk', async () => {
    await bed.fill(3);
    const [code, error, what] = await refused();
    expect([code, error]).toEqual([1, 'HOST_UNFIT']);
    expect(what).toMatch(/disk|problems/);
    await bed.drain(3);
  });

  it("a port that is a stranger's", async () => {
    await bed.exec(2, ['sh', '-c', `setsid /usr/sbin/sshd -D -p 9092 -o PidFile=none </dev/null >/dev/null 2>&1 &`]);
    await expect
      .poll(
        async () => {
          const { stdout } = await bed.exec(2, ['cat', '/proc/net/tcp']);
          return stdout.includes(':2384 00000000:0000 0A');
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(await refused()).toEqual([1, 'HOST_UNFIT', expect.stringMatching(/port 9092 .* is taken by .*root/)]);
    await bed.kill(2);
    await bed.boot(2);
  });

  it('a host without Java', async () => {
    const bare = await startBed({ hosts: 1, rootfs: 'bare' });
    try {
      const one = new Fams(bare);
      await one.write([1]);
      const said = await one.run('provision');
      expect([said.code, said.error.code, said.error.what]).toEqual([1, 'HOST_UNFIT', '192.168.1.1: no Java was found']);
    } finally {
      await bare.stop();
    }
  });

  it('two operators at once: the second is told who holds the lock', async () => {
    const first = fams.spawn('provision');
    first.stdout.resume();
    await new Promise<void>((resolve) => {
      first.stderr.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('==')) resolve();
      });
      first.once('close', () => resolve());
    });
    const second = await fams.run('provision');
    expect([second.code, second.error.code], because(second)).toEqual([5, 'LOCK_HELD']);
    expect(second.error.what).toMatch(/provision.*since/s);
    const closed = new Promise((resolve) => first.once('close', resolve));
    first.kill('SIGINT');
    expect(await closed).toBe(130);
  });
});
