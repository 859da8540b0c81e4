// The way to a host: one hop, or several when it is reached through jump hosts. Pure.
import { AppError } from '../errors/app-error.js';
import type { Host, SshAccess } from '../model/cluster.js';
import { expandHome } from './paths.js';
import type { ConfigEntry, SshConfigLookup } from './ssh-config.js';

/** One SSH server to log in to. */
export interface Hop {
  /** Not the host itself, but one on the way to it. */
  readonly isJump: boolean;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** Named by somebody; where none is, the default ones are tried. */
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Socket of the agent, where it is not that of SSH_AUTH_SOCK; `none`: no agent. */
  readonly agent: string | null;
  readonly passwordEnv: string | null;
  readonly passphraseEnv: string | null;
  readonly knownHosts: SshAccess['knownHosts'];
  /** The first is the one that a new key is written to. */
  readonly knownHostsFiles: readonly string[];
}

export const hopLabel = ({ user, host, port }: Hop): string => `${user}@${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

const MAX_JUMPS = 8;

/**
 * From the first jump host to the host itself. What the inventory spells out wins over ~/.ssh/config.
 * @throws AppError for a jump that cannot be read, or that leads round in a circle
 */
export function routeTo({ name, ssh }: Host, lookup: SshConfigLookup, home: string): readonly Hop[] {
  const given = new Set(ssh.given);
  const entry = lookup(ssh.host, given.has('user') ? ssh.user : null);
  const hop: Hop = {
    isJump: false,
    host: (given.has('host') ? null : entry.hostName) ?? ssh.host,
    port: (given.has('port') ? null : entry.port) ?? ssh.port,
    user: (given.has('user') ? null : entry.user) ?? ssh.user,
    identityFiles: ssh.identityFile !== null && given.has('identityFile') ? [expandHome(ssh.identityFile, home)] : entry.identityFiles,
    identitiesOnly: entry.identitiesOnly,
    agent: entry.identityAgent,
    passwordEnv: ssh.passwordEnv,
    passphraseEnv: ssh.passphraseEnv,
    knownHosts: ssh.knownHosts,
    knownHostsFiles:
      entry.knownHostsFiles.length > 0 && !given.has('knownHostsFile') ? entry.knownHostsFiles : [expandHome(ssh.knownHostsFile, home)],
  };
  const jump = given.has('jump') ? ssh.jump : (ssh.jump ?? entry.proxyJump);
  return [...jumps(name, jump, hop, lookup, 0), hop];
}

function jumps(name: string, chain: string | null, target: Hop, lookup: SshConfigLookup, depth: number): readonly Hop[] {
  if (chain === null || chain.trim() === '') return [];
  const parts = chain.split(',').map((part) => parseJump(name, part.trim()));
  if (depth + parts.length > MAX_JUMPS)
    throw badJump(name, `${chain} leads through more than ${String(MAX_JUMPS)} jump hosts; does it go round in a circle?`);
  return parts.flatMap((part, index) => {
    const entry = lookup(part.host, part.user);
    const hop = jumpHop(part, entry, target);
    // Only the first of a chain may itself be behind another one.
    return index === 0 ? [...jumps(name, entry.proxyJump, hop, lookup, depth + parts.length), hop] : [hop];
  });
}

interface JumpAddress {
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
}

/** User and key are those of the host behind it unless somebody says otherwise; its password never is: it would go to another machine. */
function jumpHop(part: JumpAddress, entry: ConfigEntry, target: Hop): Hop {
  return {
    isJump: true,
    host: entry.hostName ?? part.host,
    port: part.port ?? entry.port ?? 22,
    user: part.user ?? entry.user ?? target.user,
    identityFiles: entry.identityFiles.length > 0 ? entry.identityFiles : target.identityFiles,
    identitiesOnly: entry.identitiesOnly,
    agent: entry.identityAgent ?? target.agent,
    passwordEnv: null,
    passphraseEnv: target.passphraseEnv,
    knownHosts: target.knownHosts,
    knownHostsFiles: target.knownHostsFiles,
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
