// fams-ops as a person runs it: the built program, on the operator's side of a test bed.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bed, Exit } from './bed.js';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

interface ActionSeen {
  readonly id: string;
  readonly host: string;
  readonly component: string;
  readonly kind: string;
  readonly summary: string;
  readonly diff?: string;
  readonly outcome?: string;
}

export interface CheckSeen {
  readonly id: string;
  readonly target: string;
  readonly status: string;
  readonly value: string | number | null;
  readonly message: string;
  readonly fix: string;
}

interface ServiceSeen {
  readonly host: string;
  readonly component: string;
  readonly state: string;
  readonly pid: number | null;
  readonly startedAt: string | null;
  readonly supervisor: string | null;
  readonly restarts: number;
  readonly reason: string | null;
}

export interface JobSeen {
  readonly host: string;
  readonly state: string;
  readonly reason?: string;
  readonly epoch?: number;
  readonly records?: number;
  readonly malformed?: number;
  readonly sent?: number;
  readonly acknowledged?: number;
  readonly failed?: number;
}

/** The parts of the documents that suites look at; which are there depends on the command. */
export interface ResultSeen {
  readonly changes: number;
  readonly actions: readonly ActionSeen[];
  readonly notes: readonly string[];
  readonly verify: { readonly status: string; readonly checks: readonly CheckSeen[] };
  readonly status: string;
  readonly checks: readonly CheckSeen[];
  readonly services: readonly ServiceSeen[];
  readonly job: JobSeen | null;
  readonly producer: JobSeen | null;
  readonly consoles: readonly { readonly name: string; readonly url: string }[];
  readonly spark: unknown;
  readonly hosts: readonly { readonly host: string; readonly exitCode: number; readonly stdout: string }[];
  /** Of submit. */
  readonly host: string;
  readonly exitCode: number | null;
  readonly application: string | null;
}

interface ErrorSeen {
  readonly code: string;
  readonly what: string;
  readonly todo: readonly string[];
  readonly exitCode: number;
  readonly causes?: readonly ErrorSeen[];
}

export interface Said extends Exit {
  readonly ok: boolean;
  readonly result: ResultSeen;
  readonly error: ErrorSeen;
}

/** How a run ended that was disturbed. */
export interface Ended {
  /** Null after a signal that it could not catch. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly came: boolean;
}

const DEADLINE_MS = 300_000;

export class Fams {
  private readonly bed: Bed;
  readonly inventory: string;
  /** More variables for each run: what an inventory names under passwordEnv and passphraseEnv. */
  env: Readonly<Record<string, string>> = {};

  constructor(bed: Bed, name = 'fams') {
    this.bed = bed;
    this.inventory = join(bed.home, `${name}.yaml`);
  }

  /** The article's cluster on the hosts of the bed, with lines of a test's own below. */
  async write(hosts: readonly number[], more = '', ssh = `identityFile: ${this.bed.keyFile}`): Promise<void> {
    const addresses = hosts.map((host) => this.bed.address(host)).join(', ');
    await this.writeText(`cluster: fams\nssh: { ${ssh} }\nhosts: [${addresses}]\n${more}\n`);
  }

  async writeText(inventory: string): Promise<void> {
    await mkdir(this.bed.home, { recursive: true });
    await writeFile(this.inventory, inventory);
  }

  argv(...args: readonly string[]): readonly string[] {
    const end = args.indexOf('--');
    const own = end === -1 ? args : args.slice(0, end);
    return [process.execPath, PROGRAM, ...own, '-i', this.inventory, '--json', ...(end === -1 ? [] : args.slice(end))];
  }

  /** Runs to its end and reads the one document. */
  async run(...args: readonly string[]): Promise<Said> {
    const exit = await this.bed.operator(this.argv(...args), { timeoutMs: DEADLINE_MS, env: { NO_COLOR: '1', ...this.env } });
    return { ...exit, ...parse(exit) };
  }

  /** Asks until the fast checks are all ok, and says how many seconds that took. */
  async healthy(deadlineMs = 120_000): Promise<number> {
    const began = performance.now();
    for (;;) {
      const said = await this.run('verify', '--fast');
      const seconds = (performance.now() - began) / 1000;
      if (said.code === 0) return seconds;
      if (seconds * 1000 > deadlineMs) throw new Error(`not healthy after ${String(deadlineMs)} ms: ${because(said)}`);
    }
  }

  spawn(...args: readonly string[]): ReturnType<Bed['spawnOperator']> {
    return this.bed.spawnOperator(this.argv(...args), { env: { NO_COLOR: '1', ...this.env } });
  }

  /** Runs a command and does something at the moment at which its progress says so; `came` is false when it never did. */
  async at(moment: RegExp, act: (child: ReturnType<Bed['spawnOperator']>) => unknown, ...args: readonly string[]): Promise<Ended> {
    const child = this.spawn(...args);
    const said = { stdout: '', stderr: '' };
    let came = false;
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
      if (came || !moment.test(said.stderr)) return;
      came = true;
      act(child);
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { ...said, code, came };
  }
}

function parse(exit: Exit): Pick<Said, 'ok' | 'result' | 'error'> {
  try {
    return JSON.parse(exit.stdout) as Pick<Said, 'ok' | 'result' | 'error'>;
  } catch {
    throw new Error(`no document on stdout (exit ${String(exit.code)}): ${exit.stdout}\n${exit.stderr}`);
  }
}

/** Which parts a document has depends on how the run ended. */
interface Told extends Exit {
  readonly error?: ErrorSeen;
  readonly result?: { readonly checks?: readonly CheckSeen[]; readonly verify?: { readonly checks: readonly CheckSeen[] } | null };
}

/** What went wrong in a few lines, for the message of a failed expectation. */
export function because({ code, error, result, stderr }: Told): string {
  const checks = (result?.verify?.checks ?? result?.checks ?? []).filter((check) => !['ok', 'skip'].includes(check.status));
  return JSON.stringify({ code, error, checks }, null, 1) + stderr.slice(-3000);
}
