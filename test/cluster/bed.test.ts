// The test bed itself: the other suites believe what it does to the hosts.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';

const available = bedAvailable();
const title = available.ok ? 'the test bed' : `the test bed (${available.reason})`;
const script = 'test/testbed/bed';
const deadline = { timeout: 20_000, interval: 50 };

/** What `bed down` must end: every process of the bed shares or descends from its own network namespaces. */
const livingIn = (network: string) =>
  readdirSync('/proc').filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/ns/net`) === network;
    } catch {
      return false;
    }
  });
const outerPid = (dir: string) => readFileSync(join(dir, 'outer.pid'), 'utf8').trim();
const outerNetwork = (dir: string) => readlinkSync(`/proc/${outerPid(dir)}/ns/net`);
const nothingLeft = (dir: string) => {
  expect(existsSync(dir)).toBe(false);
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(dir);
  const commands = readdirSync('/proc').map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  });
  expect(commands.filter((command) => command.includes(`host-init.sh\0${dir}\0`))).toEqual([]);
};

describe.skipIf(!available.ok)(title, () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java', disk: '256m' });
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** Whether `from` gets an answer of sshd on `to`. */
  const reaches = async (from: number, to: number) =>
    (await bed.exec(from, ['timeout', '1', 'bash', '-c', `read -r banner <>/dev/tcp/${bed.address(to)}/22`])).code === 0;
  const connectMs = async (host: number) => {
    const timed = `start=\${EPOCHREALTIME/./}; exec 3<>/dev/tcp/${bed.address(host)}/22; echo $((\${EPOCHREALTIME/./} - start))`;
    return Number((await bed.operator(['bash', '-c', timed])).stdout) / 1000;
  };

  test.each([1, 2, 3])('host %i lets user fams in by key', async (host) => {
    const { code, stdout } = await bed.ssh(host, ['id -un; hostname; getent hosts h2']);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(`^fams\nh${host}\n192\\.168\\.1\\.2 +h2\n$`)) as string,
    });
  });

  test('a host has no way out, and the operator is not in the real network', async () => {
    const { stdout } = await bed.exec(1, ['cat', '/proc/net/route']);
    const routes = stdout.trim().split('\n').slice(1);
    expect(routes.map((route) => route.split('\t').slice(0, 2))).toEqual([['eth0', '0001A8C0']]);
    const inside = await bed.operator(['readlink', '/proc/self/ns/net']);
    expect(inside.stdout.trim()).not.toBe(readlinkSync('/proc/self/ns/net'));
    expect((await bed.operator(['ip', 'route'])).stdout.trim()).toBe('192.168.1.0/24 dev br0 proto kernel scope link src 192.168.1.250');
  });

  test('Java runs as the user, there is no Python and no ps, and a bare host has no Java', async () => {
    const java = await bed.user(1, ['java', '-version']);
    expect({ code: java.code, stderr: java.stderr }).toEqual({ code: 0, stderr: expect.stringContaining('version "17.') as string });
    expect((await bed.user(1, ['sh', '-c', 'command -v python3 ps'])).stdout).toBe('');
    await bed.boot(4, { rootfs: 'bare' });
    expect((await bed.ssh(4, ['java -version'])).code).toBe(127);
  });

  test('up again keeps what runs', async () => {
    const before = (await bed.exec(1, ['stat', '-c', '%Y', '/run'])).stdout;
    await execa(script, ['up', '3'], { env: { BED: bed.dir }, timeout: 20_000 });
    expect((await bed.exec(1, ['stat', '-c', '%Y', '/run'])).stdout).toBe(before);
  });

  test('a command of the operator has input, its own home and a time limit', async () => {
    const { stdout } = await bed.operator(['sh', '-c', 'cat; echo $HOME $EXTRA'], { input: 'typed ', env: { EXTRA: 'more' } });
    expect(stdout).toBe(`typed ${bed.home} more\n`);
    expect((await bed.operator(['sh', '-c', 'exit 9'])).code).toBe(9);
    await expect(bed.operator(['sleep', '60'], { timeoutMs: 300 })).rejects.toThrow('not done after 300 ms');
  });

  test('a spawned command is the child itself', async () => {
    const child = bed.spawnOperator(['sleep', '600']);
    await vi.waitFor(() => {
      expect(readFileSync(`/proc/${String(child.pid)}/comm`, 'utf8')).toBe('sleep\n');
    }, deadline);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    expect(await exit).toEqual([null, 'SIGKILL']);
  });

  test('part drops what two hosts say to each other, join heals just that pair', async () => {
    await bed.part(1, 2);
    await bed.part(1, 3);
    expect([await reaches(1, 2), await reaches(2, 1), await reaches(1, 3), await reaches(2, 3)]).toEqual([false, false, false, true]);
    expect((await bed.ssh(1, ['true'])).code).toBe(0);
    await bed.join(2, 1);
    expect([await reaches(1, 2), await reaches(2, 1), await reaches(1, 3)]).toEqual([true, true, false]);
    await bed.join(1, 3);
    await bed.join(1, 3);
    expect(await reaches(3, 1)).toBe(true);
  });

  test('cut and heal', async () => {
    await bed.cut(2);
    expect(await reaches(1, 2)).toBe(false);
    await bed.heal(2);
    await vi.waitFor(async () => {
      expect(await reaches(1, 2)).toBe(true);
    }, deadline);
  });

  test('slow delays both ways, fast undoes it', async () => {
    await bed.slow(2, 60);
    expect(await connectMs(2)).toBeGreaterThanOrEqual(120);
    expect((await bed.ssh(2, ['true'])).code).toBe(0);
    await bed.fast(2);
    await connectMs(2);
    expect(await connectMs(2)).toBeLessThan(60);
  });

  test('a paused host accepts a connection and says nothing, until it is resumed', async () => {
    const listen = `exec 3<>/dev/tcp/${bed.address(3)}/22 || exit 3; read -r -t 1 banner <&3 || exit 4`;
    await bed.pause(3);
    expect((await bed.operator(['bash', '-c', listen])).code).toBe(4);
    await bed.resume(3);
    expect((await bed.operator(['bash', '-c', listen])).code).toBe(0);
    expect((await bed.ssh(3, ['true'])).code).toBe(0);
  });

  test('a disk can be filled to the last kilobyte and drained', async () => {
    const write = ['dd', 'if=/dev/zero', 'of=/home/fams/big', 'bs=1k', 'count=500'];
    await bed.fill(1, 100);
    const full = await bed.user(1, write);
    expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining('No space left on device') as string });
    await bed.drain(1);
    expect((await bed.user(1, write)).code).toBe(0);
  });

  test('a power-off keeps the disk and ends the processes; wipe makes a fresh machine', async () => {
    await bed.user(2, ['sh', '-c', 'echo kept >file; sleep 600 >/dev/null 2>&1 &']);
    await bed.kill(2);
    expect(await reaches(1, 2)).toBe(false);
    await bed.boot(2);
    expect((await bed.ssh(2, ['cat file; grep -l sleep /proc/[0-9]*/comm'])).stdout).toBe('kept\n');
    await bed.kill(2);
    await bed.wipe(2);
    await bed.boot(2);
    expect((await bed.ssh(2, ['ls'])).stdout).toBe('');
  });

  test('a new host key is refused until the host is booted anew; sshd comes back when it dies', async () => {
    await bed.newKey(3);
    expect(await bed.ssh(3, ['true'])).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('HOST IDENTIFICATION HAS CHANGED') as string,
    });
    await bed.kill(3);
    await bed.boot(3);
    expect((await bed.ssh(3, ['true'])).code).toBe(0);
    await bed.exec(3, ['bash', '-c', 'kill -9 $(cat /run/sshd.pid)']);
    await vi.waitFor(async () => {
      expect((await bed.ssh(3, ['true'])).code).toBe(0);
    }, deadline);
  });

  test('a wrong clock is seen by ssh sessions only', async () => {
    await bed.clock(1, '+2h');
    const ahead = async () => Number((await bed.ssh(1, ['date +%s'])).stdout) - Date.now() / 1000;
    await vi.waitFor(async () => {
      expect(await ahead()).toBeGreaterThan(7100);
    }, deadline);
    await bed.clock(1, '0');
    await vi.waitFor(async () => {
      expect(await ahead()).toBeLessThan(100);
    }, deadline);
  });

  test.each(['', 'cut', 'cut x', 'cut 9', 'slow 1 soon', 'part 1 1', 'up 0', 'clock 1 5', 'exec 1', 'dance'])(
    '`bed %s` ends with 2 and one line',
    async (line) => {
      const { exitCode, stderr } = await execa(script, line.split(' ').filter(Boolean), { env: { BED: bed.dir }, reject: false });
      expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: line === '' ? '' : (expect.stringMatching(/^bed: [^\n]+$/) as string) });
    },
  );
});

describe.skipIf(!available.ok)(`${title}: the end`, () => {
  test('stop leaves no process, no mount and no file', async () => {
    const bed = await startBed({ hosts: 2, rootfs: 'bare', disk: 'loop:64m' });
    const network = outerNetwork(bed.dir);
    const child = bed.spawnOperator(['sleep', '600']);
    const exit = once(child, 'exit');
    await bed.pause(1);
    expect(livingIn(network).length).toBeGreaterThan(0);
    await bed.stop();
    await exit;
    expect(livingIn(network)).toEqual([]);
    nothingLeft(bed.dir);
  });

  test('down ends an up at work', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'fams-bed-'));
    const up = spawn(script, ['up', '4'], { env: { ...process.env, BED: dir }, stdio: 'ignore' });
    const exit = once(up, 'exit');
    await vi.waitFor(() => {
      outerNetwork(dir);
    }, deadline);
    await execa(script, ['down'], { env: { BED: dir } });
    expect(await exit).toEqual([1, null]);
    nothingLeft(dir);
  });

  test('the bed of an owner who died ends by itself', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'fams-bed-'));
    const up = spawn(script, ['up', '1'], {
      env: { ...process.env, BED: dir, LIFELINE: '3' },
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    });
    expect(await once(up, 'exit')).toEqual([0, null]);
    const network = outerNetwork(dir);
    up.stdio[3]?.destroy();
    await vi.waitFor(() => {
      expect(livingIn(network)).toEqual([]);
    }, deadline);
    await execa(script, ['down'], { env: { BED: dir } });
    nothingLeft(dir);
  });
});
