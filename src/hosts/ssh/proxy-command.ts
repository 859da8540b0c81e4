// A connection made by the ProxyCommand of the SSH configuration: its standard input and output are the way to the server.
import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { ConnectionFailure } from './socket-failure.js';
import { plain } from './server-text.js';
import { endGroup, userShell } from './shell-check.js';
import type { ProxyCommand } from './config/config.js';

export interface ProxiedConnection {
  readonly stream: Duplex;
  /** The command's words and its ending; null while it has neither printed anything nor ended. */
  readonly trouble: () => string | null;
}

const KEPT = 1000;
const SHOWN = 300;

/**
 * Runs the command in the person's shell, as ssh does, but in a session of its own: Ctrl-C in the terminal is for fams-ops, which needs
 * the connection to finish its current step.
 * @throws ConnectionFailure when it cannot be started
 */
export async function openProxy({ command, place }: ProxyCommand, env: NodeJS.ProcessEnv): Promise<ProxiedConnection> {
  const child = spawn(userShell(env), ['-c', `exec ${command}`], { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let said = '';
  let ended: string | null = null;
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString('utf8')}`.slice(-KEPT)));
  child.once('exit', (code, signal) => (ended = signal ?? String(code)));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  // Permanent: a command that ends breaks the pipe at any time.
  stream.on('error', () => undefined);
  stream.once('close', () => endGroup(child.pid, 'SIGTERM'));
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new ConnectionFailure('other', `its ProxyCommand (${place}) cannot be run: ${error.message}`, error)),
    );
  });
  const trouble = (): string | null => {
    if (ended === null && said === '') return null;
    const how = ended === null ? 'runs' : `ended with ${ended}`;
    return `its ProxyCommand (${place}) ${how}${said === '' ? '' : ` and says: ${plain(said).slice(-SHOWN)}`}`;
  };
  return { stream, trouble };
}
