// A login that the server did not accept: what was tried, and what would help.
import { AppError } from '../errors/app-error.js';
import { loginWords, subjectOf } from './host-key-failure.js';
import type { Hop } from './hop.js';
import type { LoginProgress } from './login-progress.js';
import type { Tried } from './offers.js';

export function loginRefused(host: string, hop: Hop, { tried, allowed, errors }: LoginProgress): AppError {
  const first = errors[0];
  const said = first === undefined || isPlainRefusal(first) ? '' : ` (${first.message})`;
  const takes = allowed === null ? '' : `; the server takes ${allowed.join(', ') || 'nothing more'}`;
  const what = `${subjectOf(host, hop)} refuses the login of ${hop.user}${said}: ${listOf(tried)}${takes}.`;
  const file = tried.map((one) => ('file' in one ? one.file : undefined)).find((name) => name !== undefined);
  return new AppError('HOST_LOGIN_REFUSED', what, {
    where: { host, ...(file !== undefined && { file }) },
    todo: remedies(hop, tried, first),
    ...(first !== undefined && { cause: first }),
  });
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

function remedies(hop: Hop, tried: readonly Tried[], first: Error | undefined): readonly string[] {
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
  if (by('key') !== undefined || by('agent') !== undefined)
    todo.push(`Add the public key to ~${hop.user}/.ssh/authorized_keys there: ssh-copy-id ${loginWords(hop)}`);
  if (by('password') !== undefined) todo.push('See that the user and the password are right.');
  if (by('key-unusable') !== undefined) todo.push('Correct ssh.identityFile, or the file that it names.');
  if (tried.length === 0)
    todo.push('Name a key as ssh.identityFile, start an agent (ssh-add), or name the variable of a password as ssh.passwordEnv.');
  return todo;
}
