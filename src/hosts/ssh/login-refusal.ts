// Login refusal: the error for a login that the server did not accept, with the attempts and the remedies.
import { AppError } from '../../errors/app-error.js';
import { loginWords, subjectOf } from './host-keys/host-key-failure.js';
import type { Hop } from './route.js';
import type { LoginProgress } from './login-progress.js';
import type { Tried } from './keys/auth-methods.js';
import { plain } from './server-text.js';
import { notFollowed } from './config/unfollowed.js';

export function loginRefused(host: string, hop: Hop, progress: LoginProgress): AppError {
  const { tried, allowed, errors, taken, said } = progress;
  const first = errors[0];
  const reason = first === undefined || isPlainRefusal(first) ? '' : ` (${plain(first.message)})`;
  const takes = allowed === null ? '' : `; the server takes ${allowed.map(plain).join(', ') || 'nothing more'}`;
  const text = said.shown === '' ? '' : ` The server says: "${said.shown}"`;
  const subject = subjectOf(host, hop);
  const file = tried.map((attempt) => ('file' in attempt ? attempt.file : undefined)).find((name) => name !== undefined);
  const what = isTurnedAway(progress)
    ? `${subject} accepts ${String(taken)}, but not the login of ${hop.user}${reason}.${text}`
    : taken !== null
      ? `${subject} accepts ${taken} and wants ${allowed?.map(plain).join(' or ') ?? ''} besides${reason}.${text}`
      : `${subject} refuses the login of ${hop.user}${reason}: ${listOf(tried)}${takes}.${text}`;
  return new AppError('HOST_LOGIN_REFUSED', what, {
    where: { host, ...(file !== undefined && { file }) },
    todo: [...notFollowed(hop, 'login'), ...(isTurnedAway(progress) ? turnedAway(hop, said.shown) : remedies(hop, progress, first))],
    ...(first !== undefined && { cause: first }),
  });
}

/** The key is right: an account, a rule or a second factor stands in the way. */
const isTurnedAway = ({ taken, allowed }: LoginProgress): boolean => taken !== null && allowed === null;

function turnedAway(hop: Hop, text: string): readonly string[] {
  const account =
    text === ''
      ? 'The account may be locked or expired, or no login be allowed just now'
      : 'See what the server says, and have it put right there';
  return [
    `${account}: chage -l ${hop.user}, passwd -S ${hop.user}, /etc/nologin, /run/nologin, AllowUsers, pam_access; its log has the reason (journalctl -u ssh).`,
  ];
}

const isPlainRefusal = (error: Error): boolean => error.message.includes('All configured authentication methods failed');

function listOf(tried: readonly Tried[]): string {
  if (tried.length === 0) return 'there is nothing to log in with, no key in ~/.ssh, no agent, no password';
  return `tried ${tried.map(words).join('; ')}`;
}

function words(one: Tried): string {
  switch (one.kind) {
    case 'key':
      return `the key ${one.file} (${one.fingerprint})`;
    case 'key-unusable':
    case 'key-locked':
      return `the key ${one.file}, which ${one.why}`;
    case 'certificate':
      return `not the certificate ${one.file}, which fams-ops does not use`;
    case 'agent': {
      const { offered, failure } = one.agent;
      if (failure !== undefined) return `the agent at ${one.path}, which does not answer (${failure})`;
      return `the agent at ${one.path} with ${offered.length === 0 ? 'no key' : offered.join(', ')}`;
    }
    case 'password':
      return `the password ${one.from}`;
    case 'password-missing':
      return `a password, but $${one.variable} is not set`;
  }
}

function remedies(hop: Hop, { tried, taken }: LoginProgress, first: Error | undefined): readonly string[] {
  const by = (kind: Tried['kind']): Tried | undefined => tried.find((one) => one.kind === kind);
  const locked = by('key-locked');
  const missing = by('password-missing');
  const todo: string[] = [];
  if (first !== undefined && /too many authentication failures/i.test(first.message))
    todo.push(
      'Its limit of tries (MaxAuthTries) was used up by other keys: name the right one as ssh.identityFile, with IdentitiesOnly yes in ~/.ssh/config.',
    );
  if (locked?.kind === 'key-locked')
    todo.push(
      `Load it into the agent (ssh-add ${locked.file}), or name the variable that holds the right passphrase as ssh.passphraseEnv.`,
    );
  if (missing?.kind === 'password-missing') todo.push(`Set $${missing.variable}, or correct ssh.passwordEnv.`);
  if (taken !== null && by('password') === undefined)
    todo.push('Name the variable that holds the password as ssh.passwordEnv, or run it in a terminal, where it can be asked for.');
  if (taken === null && (by('key') !== undefined || by('agent') !== undefined))
    todo.push(`Add the public key to ~${hop.user}/.ssh/authorized_keys there: ssh-copy-id ${loginWords(hop)}`);
  const certificate = by('certificate');
  if (certificate?.kind === 'certificate')
    todo.push(
      `fams-ops logs in with plain keys only: ${certificate.file} is a signed one, for which ssh needs no line in authorized_keys, but fams-ops does.`,
    );
  if (by('password') !== undefined) todo.push('See that the user and the password are right.');
  if (by('key-unusable') !== undefined) todo.push('Correct ssh.identityFile, or the file that it names.');
  if (tried.length === 0)
    todo.push('Name a key as ssh.identityFile, start an agent (ssh-add), or name the variable of a password as ssh.passwordEnv.');
  return todo;
}
