// Thirty machines: services on three, sshd on all. Every command looks at all of them, and nothing warns, hangs or grows with their
// number in a way that a person would notice. Time and memory are printed, not judged.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams, type Said } from '../support/fams.js';

const available = bedAvailable();
const HOSTS = Array.from({ length: 30 }, (_, i) => i + 1);
const SERVING = [1, 2, 3];

describe.skipIf(!available.ok)(`thirty hosts${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let peak: string;
  const measured: string[] = [];

  /** Runs a command, expects no warning of Node on stderr, and remembers what it took. */
  async function run(...args: readonly string[]): Promise<Said> {
    rmSync(peak, { force: true });
    const began = performance.now();
    const said = await fams.run(...args);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const mebibytes = Math.round(Number(readFileSync(peak, 'utf8')) / 1024);
    measured.push(`${args[0] ?? ''}: ${seconds} s, ${String(mebibytes)} MiB`);
    expect(said.stderr, because(said)).not.toMatch(/Warning|\(node:\d+\)/);
    return said;
  }

  beforeAll(async () => {
    bed = await startBed({ hosts: HOSTS.length, rootfs: 'java' });
    fams = new Fams(bed);
    mkdirSync(bed.home, { recursive: true });
    peak = join(bed.home, 'peak');
    const probe = join(bed.home, 'peak.cjs');
    writeFileSync(
      probe,
      `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS)));`,
    );
    fams.env = { NODE_OPTIONS: `--require ${probe}` };
  });
  afterAll(async () => {
    console.log(['Thirty hosts:', ...measured].join('\n  '));
    await bed.stop();
  });

  it('have an inventory by one command, and are all looked at', async () => {
    const said = await run('init', ...HOSTS.map((host) => `fams@${bed.address(host)}`));
    expect(said.code, because(said)).toBe(0);
    expect(new Set(readFileSync(fams.inventory, 'utf8').match(/192\.168\.1\.\d+/g)).size).toBe(HOSTS.length);
    const roles = (host: number): string => {
      if (host === 1) return '[zookeeper, kafka, spark-master]';
      return SERVING.includes(host) ? '[zookeeper, kafka]' : '[spark-worker]';
    };
    await fams.writeText(
      [
        'cluster: fams',
        `ssh: { identityFile: ${bed.keyFile} }`,
        'zookeeper: { heap: 128m }',
        'kafka: { heap: 256m }',
        'hosts:',
        ...HOSTS.map((host) => `  - { address: ${bed.address(host)}, roles: ${roles(host)} }`),
      ].join('\n'),
    );
    const { result, code } = await run('exec', '--', 'echo', 'here');
    expect([code, result.hosts.map(({ stdout }) => stdout.trim())]).toEqual([0, HOSTS.map(() => 'here')]);
  });

  it('are judged one by one before anything is done', async () => {
    const said = await run('check');
    expect([0, 1, 3]).toContain(said.code);
    const logins = said.result.checks.filter((check) => check.id === 'host.login' || check.id === 'host.java-fits');
    expect(new Set(logins.map(({ target }) => target.split('/')[0])).size, because(said)).toBe(HOSTS.length);
    const plan = await run('plan');
    expect(plan.code, because(plan)).toBe(0);
  });

  it('become a cluster, twice the same', async () => {
    const said = await run('provision');
    expect(said.code, because(said)).toBe(0);
    const again = await run('provision');
    expect([again.code, again.result.changes], because(again)).toEqual([0, 0]);
  });

  it('are verified and told, and one that is gone is named and hides no other', async () => {
    const verified = await run('verify');
    expect([verified.code, verified.result.status], because(verified)).toEqual([0, 'ok']);
    const status = await run('status');
    expect(new Set(status.result.services.map(({ host }) => host)).size, because(status)).toBe(HOSTS.length);
    await bed.kill(30);
    const rest = await run('exec', '--', 'echo', 'here');
    expect(rest.code, because(rest)).toBe(4);
    expect(rest.result.hosts.filter(({ stdout }) => stdout.trim() === 'here')).toHaveLength(HOSTS.length - 1);
    expect(rest.result.hosts.filter(({ exitCode }) => exitCode !== 0).map(({ host }) => host)).toEqual([bed.address(30)]);
  });

  it('whose server turns an accepted key away is named with the text of that server', async () => {
    await bed.exec(29, ['sh', '-c', 'echo "Closed for the night: see the board." >/run/nologin']);
    const said = await run('exec', '--limit', bed.address(29), '--', 'true');
    expect(said.code, because(said)).toBe(4);
    expect(said.stdout + said.stderr).toMatch(/Closed for the night: see the board\./);
    expect(said.stdout + said.stderr).not.toMatch(/ssh-copy-id/);
  });
});
