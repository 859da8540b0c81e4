// The built program on a terminal: a pseudo-terminal that python3 makes, for stdout and stderr alike.
import type { Desk, Ended } from './program.js';
import { PROGRAM } from './program.js';

const PTY = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], lambda fd: os.read(fd, 65536))))';

/** What both streams wrote is `stdout`; the terminal makes CR LF of each line feed. */
export const onTerminal = (desk: Desk, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  desk.command(['python3', '-c', PTY, process.execPath, PROGRAM, ...args], { TERM: 'xterm-256color', ...env }).ended;
