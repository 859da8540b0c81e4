// What ~/.ssh/config says of a host. Honoured: HostName, User, Port, IdentityFile, IdentitiesOnly, IdentityAgent, ProxyJump,
// UserKnownHostsFile, Include, Host and Match blocks. `Match exec` is never run: its block does not apply.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import SSHConfig from 'ssh-config';
import { AppError } from '../errors/app-error.js';
import { expandHome } from './paths.js';

export interface ConfigEntry {
  readonly hostName: string | null;
  readonly user: string | null;
  readonly port: number | null;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** A socket path, or `none`; null: not said. */
  readonly identityAgent: string | null;
  /** Null also for `none`. */
  readonly proxyJump: string | null;
  readonly knownHostsFiles: readonly string[];
}

/** What the configuration says of a host as it is called. `user` is what is known of the user beforehand. */
export type SshConfigLookup = (host: string, user: string | null) => ConfigEntry;

const MAX_INCLUDE_DEPTH = 16;

/** Reads `<home>/.ssh/config`, once. A file that is not there says nothing. */
export function readSshConfig(home: string, env: NodeJS.ProcessEnv): SshConfigLookup {
  const file = join(home, '.ssh', 'config');
  const config = parse(file, home);
  return (host, user) => {
    const found = config.compute({ Host: host, ...(user !== null && { User: user }) }, { ignoreCase: true, matchExec: false });
    const one = (key: string): string | null => list(found[key])[0] ?? null;
    const hostName = one('hostname')?.replaceAll('%h', host) ?? null;
    const remoteUser = user ?? one('user');
    const path = (text: string): string =>
      expandHome(expandTokens(text, { home, host: hostName ?? host, name: host, user: remoteUser, localUser: env['USER'] }), home);
    const agent = one('identityagent');
    return {
      hostName,
      user: one('user'),
      port: portOf(one('port'), file),
      identityFiles: list(found['identityfile']).map(path),
      identitiesOnly: one('identitiesonly')?.toLowerCase() === 'yes',
      identityAgent: agent === null ? null : agentPath(agent, env, path),
      proxyJump: one('proxyjump')?.toLowerCase() === 'none' ? null : one('proxyjump'),
      knownHostsFiles: list(found['userknownhostsfile'])
        .flatMap((text) => text.split(/\s+/))
        .map(path),
    };
  };
}

function parse(file: string, home: string): SSHConfig {
  try {
    return SSHConfig.parse(textWithIncludes(file, join(home, '.ssh'), home, 0));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw unusable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** The library leaves Include lines alone, so they are replaced by the text of their files. */
function textWithIncludes(file: string, base: string, home: string, depth: number): string {
  if (depth > MAX_INCLUDE_DEPTH) throw unusable(file, 'its Include lines go round in a circle');
  const text = readIfThere(file);
  // What stands after an Include belongs to the block in which the Include stands, not to the last block of the included file.
  let block = 'Host *';
  const lines = text.split(/\r?\n/).map((line) => {
    if (/^\s*(host|match)[\s=]/i.test(line)) block = line;
    const included = /^\s*include[\s=]+(.*)$/i.exec(line)?.[1];
    if (included === undefined) return line;
    const files = words(included).flatMap((pattern) => filesLike(expandHome(pattern, home), base));
    return [...files.map((path) => textWithIncludes(path, base, home, depth + 1)), block].join('\n');
  });
  return lines.join('\n');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return '';
    throw unusable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Wildcards are expanded in the last part of a path, in order of names. */
function filesLike(pattern: string, base: string): readonly string[] {
  const path = isAbsolute(pattern) ? pattern : join(base, pattern);
  const name = basename(path);
  if (!/[*?]/.test(name)) return [path];
  const source = name
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const like = new RegExp(`^${source}$`);
  try {
    return readdirSync(dirname(path))
      .filter((entry) => !entry.startsWith('.') && like.test(entry))
      .sort()
      .map((entry) => join(dirname(path), entry));
  } catch {
    return [];
  }
}

const words = (text: string): readonly string[] => [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

interface Tokens {
  readonly home: string;
  readonly host: string;
  readonly name: string;
  readonly user: string | null;
  readonly localUser: string | undefined;
}

function expandTokens(text: string, { home, host, name, user, localUser }: Tokens): string {
  const values: Readonly<Record<string, string>> = { '%': '%', d: home, h: host, n: name, r: user ?? '', u: localUser ?? '' };
  return text.replace(/%([%dhnru])/g, (whole, letter: string) => values[letter] ?? whole);
}

function agentPath(text: string, env: NodeJS.ProcessEnv, path: (text: string) => string): string | null {
  if (text === 'SSH_AUTH_SOCK') return null;
  if (text.toLowerCase() === 'none') return 'none';
  return text.startsWith('$') ? (env[text.slice(1).replace(/^\{|\}$/g, '')] ?? 'none') : path(text);
}

function portOf(text: string | null, file: string): number | null {
  if (text === null) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw unusable(file, `Port ${text} is no port`);
}

function unusable(file: string, why: string, cause?: unknown): AppError {
  return new AppError('HOST_UNREACHABLE', `The SSH configuration cannot be used: ${why}`, {
    where: { file },
    todo: ['Correct that file, or spell out host, port, user and identityFile under ssh: in the inventory.'],
    ...(cause !== undefined && { cause }),
  });
}
