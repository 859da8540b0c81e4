// The shells and tools that a host may have: dash and bash with coreutils, and busybox with nothing but its own.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Carrier, Shell, ShellEnd } from '../../src/hosts/session/shell.js';
import { ShellSession } from '../../src/hosts/session/shell-session.js';

export type ShellName = 'dash' | 'bash' | 'busybox';

export const SHELLS: readonly ShellName[] = (['dash', 'bash', 'busybox'] as const).filter((name) =>
  ['/bin', '/usr/bin'].some((dir) => existsSync(join(dir, name))),
);

/** A temporary directory with that shell as `sh` first in PATH. */
export class TestHost {
  readonly dir = mkdtempSync(join(tmpdir(), 'fams-host-'));
  readonly home = join(this.dir, 'home');
  readonly base = join(this.home, '.fams-ops', 'test');
  readonly tools = join(this.dir, 'tools');
  readonly shell: ShellName;
  /** What a test puts in here comes before every other command. */
  readonly fakes = join(this.dir, 'fakes');
  env: Record<string, string>;
  /** Of the user that scripts run as, where it is another than the one who runs the test. */
  uid: number | undefined;

  constructor(shell: ShellName) {
    this.shell = shell;
    for (const dir of [this.home, this.tools, this.fakes]) mkdirSync(dir, { recursive: true });
    if (shell === 'busybox') execFileSync('busybox', ['--install', '-s', this.tools]);
    else symlinkSync(`/bin/${shell}`, join(this.tools, 'sh'));
    const path = shell === 'busybox' ? [this.fakes, this.tools] : [this.fakes, this.tools, '/usr/bin', '/bin'];
    // No test may reach the crontab of whoever runs it.
    writeFileSync(join(this.fakes, 'crontab'), '#!/bin/sh\necho "You are not allowed to use this program." >&2\nexit 1\n', { mode: 0o755 });
    this.env = { PATH: path.join(':'), HOME: this.home, LC_ALL: 'C' };
  }

  session(name = 'h1'): ShellSession {
    return new ShellSession(name, new TestCarrier(join(this.tools, 'sh'), this.env, this.uid), 20_000);
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The machine that the test runs on, by way of a chosen shell. */
class TestCarrier implements Carrier {
  readonly label = 'test';
  lost: string | undefined;
  private readonly sh: string;
  private readonly env: Record<string, string>;
  private readonly uid: number | undefined;

  constructor(sh: string, env: Record<string, string>, uid: number | undefined) {
    this.sh = sh;
    this.env = env;
    this.uid = uid;
  }

  startShell(): Promise<Shell> {
    const child = spawn(this.sh, ['-c', `echo fams-ops-ready; exec ${this.sh}`], {
      env: this.env,
      stdio: 'pipe',
      detached: true,
      ...(this.uid !== undefined && { uid: this.uid, gid: this.uid }),
    });
    const ended = new Promise<ShellEnd>((resolve) => {
      child.once('exit', () => child.stdin.destroy());
      child.once('error', (error) => resolve({ kind: 'lost', reason: error.message }));
      child.once('close', (code, signal) => resolve({ kind: 'exit', code: code ?? 128, ...(signal !== null && { signal }) }));
    });
    return Promise.resolve({
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      ended,
      abandon: () => child.stdin.destroy(),
    });
  }

  connectTo(): Promise<never> {
    return Promise.reject(new Error('not for these tests'));
  }

  close(): void {
    this.lost ??= 'closed';
  }
}
