// Paths of the operator's own files, as OpenSSH writes them.
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export const homeOf = (env: NodeJS.ProcessEnv): string => env['HOME'] ?? homedir();

/** `~/x` below the home directory; a relative path stays relative to where we were started. */
export function expandHome(path: string, home: string): string {
  if (path === '~') return home;
  return path.startsWith('~/') ? join(home, path.slice(2)) : path;
}

/** `~` for the home directory, for messages. */
export const shortPath = (path: string, home: string): string =>
  isAbsolute(path) && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
