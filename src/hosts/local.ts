// This machine as a host: the same scripts in a /bin/sh of our own.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Duplex } from 'node:stream';
import { ConnectionFailure } from './ssh/socket-failure.js';
import type { Carrier, DialOptions, NotStarted, Shell, ShellEnd } from './session/shell.js';
import { SHELL_COMMAND } from './session/shell-text.js';
import { openTcp } from './tcp.js';

/** The variables that a login over SSH would have, too. Services do not get the rest of the operator's environment: it holds secrets. */
const KEPT = ['HOME', 'USER', 'LOGNAME', 'PATH', 'SHELL', 'TMPDIR', 'TZ', 'XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'];

export class LocalCarrier implements Carrier {
  readonly label = 'local';
  lost: string | undefined;
  private readonly env: Record<string, string>;
  private readonly shells = new Set<ChildProcess>();

  constructor(env: NodeJS.ProcessEnv) {
    this.env = Object.fromEntries(KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
  }

  startShell(): Promise<Shell | NotStarted> {
    const home = this.env['HOME'] ?? homedir();
    return new Promise((resolve) => {
      // In a process group of its own, as an SSH server would start it.
      const child = spawn('/bin/sh', ['-c', SHELL_COMMAND], {
        cwd: existsSync(home) ? home : '/',
        env: this.env,
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      });
      child.on('error', (error) => resolve({ kind: 'refused', reason: error.message }));
      child.once('spawn', () => {
        this.shells.add(child);
        resolve({
          stdin: child.stdin,
          stdout: child.stdout,
          stderr: child.stderr,
          ended: this.ended(child),
          abandon: () => endGroup(child),
        });
      });
    });
  }

  connectTo(address: string, port: number, options: DialOptions): Promise<Duplex> {
    if (this.lost !== undefined) return Promise.reject(new ConnectionFailure('link-lost', this.lost));
    return openTcp(address, port, options);
  }

  close(): void {
    this.lost ??= 'closed';
    for (const child of this.shells) endGroup(child);
  }

  private ended(child: ChildProcess): Promise<ShellEnd> {
    return new Promise((resolve) => {
      // Tells the watcher of the script that it may go, as the end of an SSH channel does.
      child.once('exit', () => child.stdin?.destroy());
      child.once('close', (code, signal) => {
        this.shells.delete(child);
        resolve(this.lost !== undefined && code === null ? { kind: 'lost', reason: this.lost } : exitOf(code, signal));
      });
    });
  }
}

function exitOf(code: number | null, signal: NodeJS.Signals | null): ShellEnd {
  return { kind: 'exit', code: code ?? 128, ...(signal !== null && { signal }) };
}

function endGroup(child: ChildProcess): void {
  child.stdin?.destroy();
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended in between.
  }
}
