// A service whose run script is the test's, under the real supervisor, by a chosen shell.
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestHost, type ShellName } from './test-shells.js';

const TEMPLATES = new URL('../../templates/service/', import.meta.url);

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class TestService {
  readonly host: TestHost;
  readonly base: string;

  constructor(shell: ShellName) {
    this.host = new TestHost(shell);
    this.base = this.host.base;
    mkdirSync(join(this.base, 'bin'), { recursive: true });
    for (const name of ['process.sh', 'supervise.sh', 'service.sh']) copyFileSync(new URL(name, TEMPLATES), join(this.base, 'bin', name));
    writeFileSync(join(this.base, 'bin', 'kafka.watched'), '');
  }

  /** What stands in for the JVM. */
  runs(script: string): void {
    writeFileSync(join(this.base, 'bin', 'kafka.run'), script);
  }

  call(verb: string, ...args: readonly string[]): Promise<Ended> {
    const script = join(this.base, 'bin', 'service.sh');
    return this.sh(script, verb, this.base, 'kafka', ...args);
  }

  sh(...args: readonly string[]): Promise<Ended> {
    return new Promise((resolve) => {
      execFile(join(this.host.tools, 'sh'), args, { env: this.host.env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 128, stdout, stderr }),
      );
    });
  }

  has(name: string): boolean {
    return existsSync(join(this.base, 'run', `kafka.${name}`));
  }

  text(name: string): string {
    return readFileSync(join(this.base, 'run', `kafka.${name}`), 'utf8');
  }

  get out(): string {
    const file = join(this.base, 'log', 'kafka.out');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** Pid of `child` or `pid`, the process that the file names; undefined where it names no living one. */
  pid(name: 'child' | 'pid'): number | undefined {
    let text: string;
    try {
      text = this.text(name);
    } catch {
      // It is not there, or was taken away a moment ago.
      return undefined;
    }
    const pid = Number(text.split(' ')[0]);
    return isAlive(pid) ? pid : undefined;
  }

  /** Ends whatever is left. */
  async remove(): Promise<void> {
    for (const name of ['pid', 'child'] as const) {
      const pid = this.pid(name);
      if (pid !== undefined) signal(pid, 'SIGKILL');
    }
    await this.call('stop', '5', '5');
    this.host.remove();
  }
}

export function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) throw new Error(`no process to send ${name} to`);
  process.kill(pid, name);
}

/** A zombie is not alive. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(') ') + 2));
  } catch {
    return false;
  }
}
