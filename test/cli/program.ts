// The built program as a person runs it: a process of its own in an empty home, its streams and how it ended.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface Ended {
  /** As a shell says it: 130 for one ended by SIGINT. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `--json` prints; which parts are there depends on the command and on how it ended. */
export interface Document {
  readonly schemaVersion: number;
  readonly command: string;
  readonly cluster: string | null;
  readonly ok: boolean;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly what: string; readonly todo: readonly string[]; readonly exitCode: number };
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Resolves when stderr has this text; rejects when the program ends without having said it. */
  readonly says: (text: string) => Promise<void>;
}

/** A working directory that is its home too. */
export class Desk {
  readonly dir = mkdtempSync(join(tmpdir(), 'fams-cli-'));

  /** @returns the name, as it is typed */
  write(name: string, content: string | Buffer): string {
    writeFileSync(join(this.dir, name), content);
    return name;
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    return this.command([process.execPath, PROGRAM, ...args], env);
  }

  /** In a shell, with the program as `"$@"`. */
  shell(script: string, ...args: readonly string[]): Promise<Ended> {
    return this.command(['/bin/bash', '-c', script, 'sh', process.execPath, PROGRAM, ...args]).ended;
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  command([file = '', ...args]: readonly string[], more: NodeJS.ProcessEnv = {}): Running {
    const { PATH, TMPDIR } = process.env;
    const child = spawn(file, args, { cwd: this.dir, env: { PATH, TMPDIR, HOME: this.dir, LANG: 'C.UTF-8', ...more } });
    child.stdin.end();
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGINT' ? 130 : 137), stdout, stderr }));
    });
    const says = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stderr.includes(text)) resolve();
        };
        child.stderr.on('data', look);
        void ended.then(() => reject(new Error(`it ended without having said "${text}": ${stderr}`)), reject);
        look();
      });
    return { child, ended, says };
  }
}

export const document = ({ stdout, stderr }: Ended): Document => {
  try {
    return JSON.parse(stdout) as Document;
  } catch {
    throw new Error(`not one JSON document: ${stdout}\n${stderr}`);
  }
};
