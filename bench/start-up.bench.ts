// What a start costs beside bare Node: --version, --help, and `plan` on this machine and on a closed port of the loopback interface.
// FAMS_OPS_BENCH_PROGRAMS names the bin/run.js of several builds, separated by colons, to measure them side by side.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, it } from 'vitest';
import { median } from './figures.js';

const ROUNDS = Number(process.env['FAMS_OPS_BENCH_ROUNDS'] ?? 15);
const OWN = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const programs = process.env['FAMS_OPS_BENCH_PROGRAMS']?.split(':') ?? [OWN];

const home = mkdtempSync(join(tmpdir(), 'fams-start-'));
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** An empty host, which is this machine. */
const LOCAL = 'cluster: start\nconnection: local\nhosts: [127.0.0.1]\n';
/** Nothing listens on port 1: the run ends with its first connection. */
const CLOSED = 'cluster: start\nssh: { port: 1 }\nhosts: [127.0.0.1]\n';

interface Start {
  readonly name: string;
  readonly args: readonly string[];
}

/** Times in ms; that of the processor includes the child processes. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

function starts(program: string, label: string): readonly Start[] {
  return [
    { name: `${label}--version`, args: [program, '--version'] },
    { name: `${label}--help`, args: [program, '--help'] },
    { name: `${label}plan --help`, args: [program, 'plan', '--help'] },
    { name: `${label}plan, up to its first connection`, args: [program, 'plan', '-i', 'closed.yaml'] },
    { name: `${label}plan, whole, of this machine`, args: [program, 'plan', '-i', 'local.yaml'] },
  ];
}

/** Starts Node once. bash says what it cost, to the millisecond: its `times` are of all its children that have ended. */
function cost({ args }: Start): Cost {
  const script = '"$@" >out 2>&1; times';
  const began = performance.now();
  const answer = execFileSync('/bin/bash', ['-c', script, 'bash', process.execPath, ...args], {
    cwd: home,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8' },
  });
  const wall = performance.now() - began;
  const [, children = ''] = answer.trim().split('\n');
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  const cpu = parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
  return { cpu, wall };
}

it('starts', () => {
  writeFileSync(join(home, 'local.yaml'), LOCAL);
  writeFileSync(join(home, 'closed.yaml'), CLOSED);
  const labels = programs.map((program) => (programs.length === 1 ? '' : `${program}: `));
  const all = [{ name: 'bare node', args: ['-e', '0'] }, ...programs.flatMap((program, i) => starts(program, labels[i] ?? ''))];
  const rows = all.map((start) => ({ start, costs: [] as Cost[] }));
  // In turn, so that what else the machine does falls on all of them alike; the first round fills the caches of the disk.
  for (let round = 0; round <= ROUNDS; round++)
    for (const { start, costs } of rows) {
      const measured = cost(start);
      if (round > 0) costs.push(measured);
    }
  const [bare] = rows;
  const width = Math.max(...all.map(({ name }) => name.length));
  const column = (of: (cost: Cost) => number, costs: readonly Cost[]): string => {
    const times = costs.map(of);
    const base = median((bare?.costs ?? []).map(of));
    return `${Math.min(...times).toFixed(0)} / ${median(times).toFixed(0)} ms ${(median(times) / base).toFixed(2)} x`.padStart(24);
  };
  const lines = rows.map(
    ({ start, costs }) => `  ${start.name.padEnd(width)}${column(({ cpu }) => cpu, costs)}${column(({ wall }) => wall, costs)}`,
  );
  const machine = `${String(cpus().length)} processors (${cpus()[0]?.model ?? ''}), Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  console.log(
    [`\nStart, ${machine}`, `Processor time, then time on the clock: least / median of ${String(ROUNDS)} runs`, ...lines].join('\n'),
  );
});
