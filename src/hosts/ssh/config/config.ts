// SSH configuration of a host, from ~/.ssh/config and the machine's own file. docs/ssh.md lists the directives that we follow.
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expandHome, shortPath } from '../../paths.js';
import { ShellChecks } from '../shell-check.js';
import { readDirectives, unusableConfig, type Directive } from './lines.js';
import { valuesFor, type ConfigValues } from './match.js';
import { expandCommand, expandTokens, type Tokens } from './tokens.js';
import { refuseMisleading, unfollowed, type Unfollowed } from './unfollowed.js';

export interface ConfigEntry {
  readonly hostName: string | null;
  readonly user: string | null;
  readonly port: number | null;
  /** Null where none is named; empty for `none`. */
  readonly identityFiles: readonly string[] | null;
  readonly identitiesOnly: boolean;
  /** Certificates that somebody named, which are not used. */
  readonly certificateFiles: readonly string[];
  /** A socket path, or `none`; null: not said. */
  readonly identityAgent: string | null;
  /** Null also for `none`. Of a ProxyJump and a ProxyCommand, the first counts. */
  readonly proxyJump: string | null;
  readonly proxyCommand: ProxyCommand | null;
  /** The name under which its key is on record. */
  readonly hostKeyAlias: string | null;
  /** Null where the configuration does not decide it. */
  readonly knownHosts: 'strict' | 'accept-new' | null;
  /** Null where none is named; empty for `none`. */
  readonly knownHostsFiles: readonly string[] | null;
  readonly globalKnownHostsFiles: readonly string[] | null;
  readonly family: 0 | 4 | 6;
  readonly bindAddress: string | null;
  readonly unfollowed: readonly Unfollowed[];
}

export interface ProxyCommand {
  /** For the shell, tokens expanded. */
  readonly command: string;
  /** As messages show where it stands: `~/.ssh/config:3`. */
  readonly place: string;
}

/** User and port that the inventory gives, and the defaults for the case that neither file names them. */
export interface Access {
  readonly user: string | null;
  readonly port: number | null;
  readonly otherwise: { readonly user: string; readonly port: number };
}

/** Looks up the entry of a host by the name that the inventory uses. */
export type SshConfigLookup = (host: string, access: Access) => Promise<ConfigEntry>;

const SYSTEM_FILE = '/etc/ssh/ssh_config';

/** Reads `<home>/.ssh/config`, and after it the machine's own, once. A file that is not there says nothing. */
export function readSshConfig(home: string, env: NodeJS.ProcessEnv, systemFile = SYSTEM_FILE): SshConfigLookup {
  const directives = [
    ...readDirectives(join(home, '.ssh', 'config'), { home, base: join(home, '.ssh'), system: false }),
    ...systemDirectives(systemFile, home),
  ];
  const checks = new ShellChecks(env);
  const localUser = env['USER'] ?? env['LOGNAME'] ?? userInfo().username;
  const place = ({ file, line }: Directive): string => `${shortPath(file, home)}:${String(line)}`;
  return async (name, access) => {
    const tokensOf = (values: ConfigValues): Tokens => ({
      name,
      host: values.hostName,
      port: access.port ?? portOf(values.first('port')) ?? access.otherwise.port,
      user: values.user,
      localUser,
      home,
      keyName: values.word('hostkeyalias') ?? name,
      jump: values.word('proxyjump') ?? '',
    });
    const target = { name, user: access.user, otherwise: access.otherwise.user, localUser };
    const values = await valuesFor(directives, target, (match, text, sofar) =>
      checks.succeeds(expandCommand(match, text, tokensOf(sofar)), match),
    );
    refuseMisleading(values, place);
    return entry(values, tokensOf(values), { home, env, place });
  };
}

/** Lines before the first Host of the second file belong to no Host of the first file. */
function systemDirectives(file: string, home: string): readonly Directive[] {
  const directives = readDirectives(file, { home, base: '/etc/ssh', system: true });
  const all: Directive = { keyword: 'host', words: ['*'], rest: '*', file, line: 0, system: true, included: [] };
  return directives.length === 0 ? [] : [all, ...directives];
}

interface Surroundings {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly place: (directive: Directive) => string;
}

function entry(values: ConfigValues, tokens: Tokens, { home, env, place }: Surroundings): ConfigEntry {
  const path = (at: Directive, text: string): string => expandHome(expandTokens(at, text, tokens, env), home);
  const paths = (keyword: string): readonly string[] | null => {
    const all = values.all(keyword);
    const words = all.flatMap((at) => at.words.slice(0, 1).flatMap((word) => (isNone(word) ? [] : [path(at, word)])));
    return all.length === 0 ? null : [...new Set(words)];
  };
  const fileList = (keyword: string): readonly string[] | null => {
    const at = values.first(keyword);
    return at === undefined ? null : at.words.filter((word) => !isNone(word)).map((word) => path(at, word));
  };
  const agent = values.first('identityagent');
  const [jump, command] = proxyOf(values);
  return {
    hostName: values.first('hostname') === undefined ? null : values.hostName,
    user: values.word('user'),
    port: portOf(values.first('port')),
    identityFiles: paths('identityfile'),
    identitiesOnly: yes(values.word('identitiesonly')),
    certificateFiles: paths('certificatefile') ?? [],
    identityAgent: agent === undefined ? null : agentPath(agent.words[0] ?? '', env, (text) => path(agent, text)),
    proxyJump: jump,
    proxyCommand: command && { command: expandCommand(command, command.rest, tokens), place: place(command) },
    hostKeyAlias: values.word('hostkeyalias'),
    knownHosts: strictness(values.word('stricthostkeychecking')),
    knownHostsFiles: fileList('userknownhostsfile'),
    globalKnownHostsFiles: fileList('globalknownhostsfile'),
    family: FAMILIES[values.word('addressfamily')?.toLowerCase() ?? ''] ?? 0,
    bindAddress: values.word('bindaddress'),
    unfollowed: unfollowed(values, place),
  };
}

const FAMILIES: Readonly<Record<string, 4 | 6>> = { inet: 4, inet6: 6 };

const isNone = (word: string | null): boolean => word?.toLowerCase() === 'none';
const yes = (word: string | null): boolean => word?.toLowerCase() === 'yes' || word?.toLowerCase() === 'true';

/** The first of the two directives hides the other, even when it says `none`. */
function proxyOf(values: ConfigValues): readonly [jump: string | null, command: Directive | null] {
  const jump = values.first('proxyjump');
  const command = values.first('proxycommand');
  const jumpFirst = jump !== undefined && (command === undefined || values.isBefore(jump, command));
  if (jumpFirst) return [isNone(jump.rest) ? null : (jump.words[0] ?? null), null];
  return [null, command === undefined || isNone(command.rest) ? null : command];
}

/** No value of this directive makes us accept a changed key. */
function strictness(word: string | null): ConfigEntry['knownHosts'] {
  if (word === null) return null;
  return ['no', 'off', 'accept-new', 'false'].includes(word.toLowerCase()) ? 'accept-new' : 'strict';
}

function agentPath(text: string, env: NodeJS.ProcessEnv, path: (text: string) => string): string | null {
  if (text === 'SSH_AUTH_SOCK') return null;
  if (isNone(text)) return 'none';
  return /^\$\w/.test(text) ? (env[text.slice(1)] ?? 'none') : path(text);
}

function portOf(at: Directive | undefined): number | null {
  if (at === undefined) return null;
  const [word = ''] = at.words;
  const port = Number(word);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw unusableConfig(at.file, at.line, `Port ${word} is no port`);
}
