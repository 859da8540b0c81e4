// One Java process of a test: started with its output in a file, frozen, killed and ended by its own pid only.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

export class Jvm {
  readonly log: string;
  private readonly args: readonly string[];
  private child: ChildProcess | undefined;

  /** `log` takes what the process writes; `args` are those of `java`. */
  constructor(log: string, args: readonly string[]) {
    this.log = log;
    this.args = args;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get running(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  start(): void {
    if (this.running) return;
    const out = openSync(this.log, 'a');
    const child = spawn('java', this.args, { stdio: ['ignore', out, out] });
    closeSync(out);
    alive.add(child);
    child.once('exit', () => alive.delete(child));
    this.child = child;
  }

  /** Sends a signal: SIGSTOP freezes, SIGCONT thaws. */
  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** kill -9, and waits until the process is gone. */
  async kill(): Promise<void> {
    const child = this.child;
    if (child === undefined || !this.running) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** What it said last, for the message of a test that fails. */
  tail(lines = 15): string {
    return readFileSync(this.log, 'utf8').split('\n').slice(-lines).join('\n');
  }
}

/** Runs a Java tool to its end; gives its exit code and everything it wrote. */
export async function runJava(args: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  alive.add(child);
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  await once(child, 'close');
  alive.delete(child);
  return { code: child.exitCode ?? 128, output };
}
