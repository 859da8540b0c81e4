// Kills a script at each of its commands in turn: the commands in PATH count themselves, and the chosen one ends the whole script.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestHost } from './test-shells.js';

const COUNTED = 'base64 cat chmod cut date find grep head ln ls mkdir mv rm rmdir sed sha256sum sort stat sync tail tar touch tr wc'.split(
  ' ',
);

export class KillPoints {
  readonly host = new TestHost('dash');
  private readonly taken = join(this.host.dir, 'taken');

  constructor() {
    // Commands of a pipe run at the same time: each takes the next free number, and only one can.
    for (const name of COUNTED) {
      const text = `#!/bin/sh
        set -C
        n=1
        until { true >'${this.taken}'/$n; } 2>/dev/null; do n=$((n + 1)); done
        [ "$n" != "$KILL_AT" ] || kill -9 0
        exec /usr/bin/${name} "$@"\n`;
      writeFileSync(join(this.host.fakes, name), text, { mode: 0o755 });
    }
    this.killAt(0);
  }

  /** The next script is killed just before its nth command; 0: it is not. */
  killAt(n: number): void {
    rmSync(this.taken, { recursive: true, force: true });
    mkdirSync(this.taken);
    this.host.env = { ...this.host.env, KILL_AT: String(n) };
  }

  /** Commands that ran since `killAt`. */
  get ran(): number {
    return readdirSync(this.taken).length;
  }
}
