// Unfollowed directives: those of an SSH configuration that fams-ops does not follow, each with its replacement.
import { isIP } from 'node:net';
import { AppError } from '../../../errors/app-error.js';
import type { ConfigValues } from './match.js';
import type { Directive } from './lines.js';

/** The step of reaching a host that fails where a directive is not followed. */
type Stage = 'dial' | 'handshake' | 'host-key' | 'login';

export interface Unfollowed {
  readonly stage: Stage;
  /** `PKCS11Provider /usr/lib/p11.so (~/.ssh/config:3)`, as messages show it. */
  readonly directive: string;
  readonly file: string;
  readonly line: number;
  readonly instead: string;
}

interface Rule {
  /** As manuals write it. */
  readonly name: string;
  readonly stage: Stage;
  /** Values, in lower case, that change nothing. */
  readonly harmless: readonly string[];
  readonly instead: string;
}

const ALGORITHMS = 'fams-ops offers its own list of algorithms: allow one of OpenSSH 6.5 or later on the server.';

/** Named only where a step fails that they might have helped with. */
const RULES: readonly Rule[] = [
  { name: 'BindInterface', stage: 'dial', harmless: ['none'], instead: 'Write BindAddress with an address of that interface.' },
  { name: 'KexAlgorithms', stage: 'handshake', harmless: [], instead: ALGORITHMS },
  { name: 'Ciphers', stage: 'handshake', harmless: [], instead: ALGORITHMS },
  { name: 'MACs', stage: 'handshake', harmless: [], instead: ALGORITHMS },
  { name: 'HostKeyAlgorithms', stage: 'host-key', harmless: [], instead: 'A key on record decides: write the wanted one to known_hosts.' },
  {
    name: 'KnownHostsCommand',
    stage: 'host-key',
    harmless: ['none'],
    instead: 'Write its output to a file, and name that as ssh.knownHostsFile or UserKnownHostsFile.',
  },
  { name: 'VerifyHostKeyDNS', stage: 'host-key', harmless: ['no'], instead: 'Log in once with ssh, which writes the key to known_hosts.' },
  {
    name: 'NoHostAuthenticationForLocalhost',
    stage: 'host-key',
    harmless: ['no'],
    instead: 'Put the key of this machine on record, or use connection: local.',
  },
  {
    name: 'PKCS11Provider',
    stage: 'login',
    harmless: ['none'],
    instead: 'Load the keys of that library into an agent: ssh-add -s LIBRARY.',
  },
  {
    name: 'SecurityKeyProvider',
    stage: 'login',
    harmless: ['internal'],
    instead: 'fams-ops cannot use keys of the kinds sk-*: name one of another kind as ssh.identityFile.',
  },
  {
    name: 'CertificateFile',
    stage: 'login',
    harmless: ['none'],
    instead: 'fams-ops logs in with plain keys only: add the plain public key to authorized_keys on the host.',
  },
  {
    name: 'GSSAPIAuthentication',
    stage: 'login',
    harmless: ['no'],
    instead: 'Name a key as ssh.identityFile, or a password as ssh.passwordEnv.',
  },
  { name: 'HostbasedAuthentication', stage: 'login', harmless: ['no'], instead: 'Name a key as ssh.identityFile.' },
  {
    name: 'ControlPath',
    stage: 'login',
    harmless: ['none'],
    instead:
      'fams-ops makes connections of its own and does not go through an open one: give it a key that logs in without a second factor.',
  },
  { name: 'PreferredAuthentications', stage: 'login', harmless: [], instead: 'fams-ops tries keys, then the password of ssh.passwordEnv.' },
  { name: 'PubkeyAcceptedAlgorithms', stage: 'login', harmless: [], instead: 'Name the key that is to be used as ssh.identityFile.' },
];

/** Algorithms and methods of the machine's own configuration are the distribution's defaults, and say nothing about this host. */
export function unfollowed(values: ConfigValues, place: (directive: Directive) => string): readonly Unfollowed[] {
  return RULES.flatMap(({ name, stage, harmless, instead }) => {
    const directive = values.first(name.toLowerCase());
    if (directive === undefined || (directive.system && stage !== 'dial')) return [];
    const value = directive.words.join(' ');
    if (harmless.includes(value.toLowerCase())) return [];
    return [{ stage, directive: `${name} ${value} (${place(directive)})`, file: directive.file, line: directive.line, instead }];
  });
}

/**
 * Refuses directives that would lead ssh to another machine, or make it distrust a key that we would trust.
 * @throws AppError HOST_UNREACHABLE
 */
export function refuseMisleading(values: ConfigValues, place: (directive: Directive) => string): void {
  const refuse = (directive: Directive, name: string, instead: string): never => {
    throw new AppError(
      'HOST_UNREACHABLE',
      `${values.target.name}: fams-ops does not follow ${name} ${directive.words.join(' ')} (${place(directive)}), which ssh would follow.`,
      { where: { file: directive.file, line: directive.line }, todo: [instead] },
    );
  };
  const { name } = values.target;
  const canonical = values.first('canonicalizehostname');
  const dots = Number(values.word('canonicalizemaxdots') ?? 1);
  const mayChange = isIP(values.hostName) === 0 && values.hostName.split('.').length - 1 <= dots && !values.hostName.endsWith('.');
  const domains = values.first('canonicaldomains')?.words ?? [];
  if (canonical !== undefined && canonical.words[0]?.toLowerCase() !== 'no' && mayChange && domains.length > 0) {
    const full = `${name}.${domains[0] ?? ''}`;
    refuse(
      canonical,
      'CanonicalizeHostname',
      `Write the full name of the host in the inventory: ssh: { host: ${full} }, or the one that "ssh -G ${name}" shows.`,
    );
  }
  const fdpass = values.first('proxyusefdpass');
  if (fdpass?.words[0]?.toLowerCase() === 'yes')
    refuse(fdpass, 'ProxyUseFdpass', 'Write a ProxyCommand that passes the bytes itself (nc without -F), or use ProxyJump.');
  const revoked = values.first('revokedhostkeys');
  if (revoked !== undefined && revoked.words[0]?.toLowerCase() !== 'none')
    refuse(
      revoked,
      'RevokedHostKeys',
      'Write the revoked keys as "@revoked * TYPE KEY" lines to known_hosts, and RevokedHostKeys none for these hosts.',
    );
}

/** Remedies for a step that failed. */
export const notFollowed = (at: { readonly unfollowed: readonly Unfollowed[] }, stage: Stage): readonly string[] =>
  at.unfollowed
    .filter((entry) => entry.stage === stage)
    .map(({ directive, instead }) => `fams-ops does not follow ${directive}. ${instead}`);
