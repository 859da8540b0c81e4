// The way to a host: one hop, or several when it is reached through jump hosts. Pure.
import { AppError } from '../../errors/app-error.js';
import type { Host, SshAccess } from '../../model/cluster.js';
import { expandHome } from '../paths.js';
import type { ConfigEntry, ProxyCommand, SshConfigLookup } from './config/config.js';
import type { Unfollowed } from './config/unfollowed.js';

/** One SSH server to log in to. */
export interface Hop {
  /** Not the host itself, but one on the way to it. */
  readonly isJump: boolean;
  /** As it is called in ~/.ssh/config, and after `ssh`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Null where nobody names any: the default ones are tried. */
  readonly identityFiles: readonly string[] | null;
  readonly identitiesOnly: boolean;
  /** Certificates that somebody named, which are not used. */
  readonly certificateFiles: readonly string[];
  /** Socket of the agent, where it is not that of SSH_AUTH_SOCK; `none`: no agent. */
  readonly agent: string | null;
  readonly passwordEnv: string | null;
  readonly passphraseEnv: string | null;
  readonly knownHosts: SshAccess['knownHosts'];
  /** The first is the one that a new key is written to. */
  readonly knownHostsFiles: readonly string[];
  /** Kept by the machine's administrator; read as well, never written. */
  readonly globalKnownHostsFiles: readonly string[];
  /** The name under which its key is on record, where that is not its own (HostKeyAlias). */
  readonly hostKeyAlias: string | null;
  /** Makes the connection, instead of a socket of ours. Only of a first hop. */
  readonly proxyCommand: ProxyCommand | null;
  /** IP version of the connection; 0: either. */
  readonly family: 0 | 4 | 6;
  /** Our own end of the connection. */
  readonly bindAddress: string | null;
  readonly unfollowed: readonly Unfollowed[];
}

const GLOBAL_FILES = ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];

export const hopLabel = ({ user, host, port }: Hop): string => `${user}@${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

const MAX_JUMPS = 8;

/** The name and port under which the key of a server is on record. */
export const recordedAs = ({ hostKeyAlias, host, port }: Pick<Hop, 'hostKeyAlias' | 'host' | 'port'>): { host: string; port: number } =>
  hostKeyAlias === null ? { host, port } : { host: hostKeyAlias, port: 22 };

/**
 * From the first jump host to the host itself. What the inventory spells out wins over ~/.ssh/config; a host is always looked up there
 * as the inventory calls it, so that an alias leads where ssh goes.
 * @throws AppError for a jump that cannot be read, or that leads round in a circle
 */
export async function routeTo({ name, ssh }: Host, lookup: SshConfigLookup, home: string): Promise<readonly Hop[]> {
  const given = new Set(ssh.given);
  const host = withoutBrackets(ssh.host);
  const entry = await lookup(host, {
    user: given.has('user') ? ssh.user : null,
    port: given.has('port') ? ssh.port : null,
    otherwise: { user: ssh.user, port: ssh.port },
  });
  const jump = given.has('jump') ? ssh.jump : (ssh.jump ?? entry.proxyJump);
  const hop: Hop = {
    ...fromConfig(entry),
    isJump: false,
    name: host,
    host: entry.hostName ?? host,
    port: (given.has('port') ? null : entry.port) ?? ssh.port,
    user: (given.has('user') ? null : entry.user) ?? ssh.user,
    identityFiles: ssh.identityFile !== null && given.has('identityFile') ? [expandHome(ssh.identityFile, home)] : entry.identityFiles,
    agent: entry.identityAgent,
    passwordEnv: ssh.passwordEnv,
    passphraseEnv: ssh.passphraseEnv,
    knownHosts: (given.has('knownHosts') ? null : entry.knownHosts) ?? ssh.knownHosts,
    knownHostsFiles: (given.has('knownHostsFile') ? null : entry.knownHostsFiles) ?? [expandHome(ssh.knownHostsFile, home)],
    proxyCommand: jump === null ? entry.proxyCommand : null,
  };
  return [...(await jumps(name, jump, hop, lookup, 0)), hop];
}

function fromConfig(
  entry: ConfigEntry,
): Pick<
  Hop,
  | 'identitiesOnly'
  | 'certificateFiles'
  | 'globalKnownHostsFiles'
  | 'hostKeyAlias'
  | 'proxyCommand'
  | 'family'
  | 'bindAddress'
  | 'unfollowed'
> {
  const { identitiesOnly, certificateFiles, globalKnownHostsFiles, hostKeyAlias, proxyCommand, family, bindAddress } = entry;
  return {
    identitiesOnly,
    certificateFiles,
    globalKnownHostsFiles: globalKnownHostsFiles ?? GLOBAL_FILES,
    hostKeyAlias,
    proxyCommand,
    family,
    bindAddress,
    unfollowed: entry.unfollowed,
  };
}

const withoutBrackets = (host: string): string => /^\[(.*)\]$/.exec(host)?.[1] ?? host;

async function jumps(name: string, chain: string | null, target: Hop, lookup: SshConfigLookup, depth: number): Promise<readonly Hop[]> {
  if (chain === null || chain.trim() === '') return [];
  const parts = chain.split(',').map((part) => parseJump(name, part.trim()));
  if (depth + parts.length > MAX_JUMPS)
    throw badJump(name, `${chain} leads through more than ${String(MAX_JUMPS)} jump hosts; does it go round in a circle?`);
  const hops: Hop[] = [];
  for (const [index, part] of parts.entries()) {
    const entry = await lookup(part.host, { user: part.user, port: part.port, otherwise: { user: target.user, port: 22 } });
    const hop = jumpHop(part, entry, target);
    // Only the first of a chain may itself be behind another one, or be reached by a command.
    if (index === 0) hops.push(...(await jumps(name, entry.proxyJump, hop, lookup, depth + parts.length)), hop);
    else hops.push({ ...hop, proxyCommand: null });
  }
  return hops;
}

interface JumpAddress {
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
}

/** User and key are those of the host behind it unless somebody says otherwise; its password never is: it would go to another machine. */
function jumpHop(part: JumpAddress, entry: ConfigEntry, target: Hop): Hop {
  return {
    ...fromConfig(entry),
    isJump: true,
    name: part.host,
    host: entry.hostName ?? part.host,
    port: part.port ?? entry.port ?? 22,
    user: part.user ?? entry.user ?? target.user,
    identityFiles: entry.identityFiles ?? target.identityFiles,
    agent: entry.identityAgent ?? target.agent,
    passwordEnv: null,
    passphraseEnv: target.passphraseEnv,
    knownHosts: entry.knownHosts ?? target.knownHosts,
    knownHostsFiles: entry.knownHostsFiles ?? target.knownHostsFiles,
  };
}

function parseJump(name: string, text: string): JumpAddress {
  const found = /^(?:ssh:\/\/)?(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:@[\]]+))(?::(\d{1,5}))?$/.exec(text);
  const host = found?.[2] ?? found?.[3];
  const port = found?.[4] === undefined ? null : Number(found[4]);
  if (host === undefined || port === 0 || (port ?? 1) > 65_535)
    throw badJump(name, `${text === '' ? 'an empty name' : text} is no [user@]host[:port]`);
  return { user: found?.[1] ?? null, host, port };
}

function badJump(host: string, what: string): AppError {
  return new AppError('HOST_UNREACHABLE', `The jump host of ${host} cannot be used: ${what}`, {
    where: { host },
    todo: ['Correct ssh.jump in the inventory, or ProxyJump in ~/.ssh/config.'],
  });
}
