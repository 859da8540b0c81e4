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

interface CheckSeen {
  readonly id: string;
  readonly target: string;
  readonly status: string;
  readonly message: string;
}

interface ServiceSeen {
  readonly host: string;
  readonly component: string;
  readonly state: string;
  readonly pid: number | null;
  readonly startedAt: string | null;
  readonly restarts: number;
  readonly reason: string | null;
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
  readonly hosts: readonly { readonly host: string; readonly exitCode: number; readonly stdout: string }[];
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

const DEADLINE_MS = 300_000;

export class Fams {
  private readonly bed: Bed;
  readonly inventory: string;

  constructor(bed: Bed, name = 'fams') {
    this.bed = bed;
    this.inventory = join(bed.home, `${name}.yaml`);
  }

  /** The article's cluster on the hosts of the bed, with lines of a test's own below. */
  async write(hosts: readonly number[], more = '', ssh = `identityFile: ${this.bed.keyFile}`): Promise<void> {
    const addresses = hosts.map((host) => this.bed.address(host)).join(', ');
    await mkdir(this.bed.home, { recursive: true });
    await writeFile(this.inventory, `cluster: fams\nssh: { ${ssh} }\nhosts: [${addresses}]\n${more}\n`);
  }

  argv(...args: readonly string[]): readonly string[] {
    const end = args.indexOf('--');
    const own = end === -1 ? args : args.slice(0, end);
    return [process.execPath, PROGRAM, ...own, '-i', this.inventory, '--json', ...(end === -1 ? [] : args.slice(end))];
  }

  /** Runs to its end and reads the one document. */
  async run(...args: readonly string[]): Promise<Said> {
    const exit = await this.bed.operator(this.argv(...args), { timeoutMs: DEADLINE_MS, env: { NO_COLOR: '1' } });
    return { ...exit, ...parse(exit) };
  }

  spawn(...args: readonly string[]): ReturnType<Bed['spawnOperator']> {
    return this.bed.spawnOperator(this.argv(...args), { env: { NO_COLOR: '1' } });
  }
}

function parse(exit: Exit): Pick<Said, 'ok' | 'result' | 'error'> {
  try {
    return JSON.parse(exit.stdout) as Pick<Said, 'ok' | 'result' | 'error'>;
  } catch {
    throw new Error(`no document on stdout (exit ${String(exit.code)}): ${exit.stdout}\n${exit.stderr}`);
  }
}

/** What went wrong in a few lines, for the message of a failed expectation. */
export function because({ code, error, result, stderr }: Said): string {
  const checks = (result?.verify?.checks ?? result?.checks ?? []).filter((check) => !['ok', 'skip'].includes(check.status));
  return JSON.stringify({ code, error, checks }, null, 1) + stderr.slice(-3000);
}
