// Commands of an SSH configuration that decide whether a block holds (Match exec), each run once.
import { spawn } from 'node:child_process';
import { unusableConfig, type Directive } from './config/lines.js';

const DEADLINE_MS = 10_000;

export class ShellChecks {
  private readonly env: NodeJS.ProcessEnv;
  private readonly results = new Map<string, Promise<boolean>>();

  constructor(env: NodeJS.ProcessEnv) {
    this.env = env;
  }

  /** In the person's shell, as ssh runs it. @throws AppError when it does not end */
  succeeds(command: string, at: Directive): Promise<boolean> {
    const known = this.results.get(command);
    if (known !== undefined) return known;
    const result = this.run(command, at);
    this.results.set(command, result);
    return result;
  }

  private run(command: string, at: Directive): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const child = spawn(userShell(this.env), ['-c', command], { env: this.env, stdio: 'ignore', detached: true });
      const timer = setTimeout(() => {
        endGroup(child.pid, 'SIGKILL');
        reject(
          unusableConfig(at.file, at.line, `the command of Match exec did not end within ${String(DEADLINE_MS / 1000)} s: ${command}`),
        );
      }, DEADLINE_MS);
      child.once('error', (error) => {
        clearTimeout(timer);
        reject(unusableConfig(at.file, at.line, `the command of Match exec could not be run: ${error.message}`, error));
      });
      child.once('exit', (code) => {
        clearTimeout(timer);
        resolve(code === 0);
      });
    });
  }
}

export const userShell = (env: NodeJS.ProcessEnv): string => (env['SHELL']?.startsWith('/') ? env['SHELL'] : '/bin/sh');

/** A command in a process group of its own, with everything that it started. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}
