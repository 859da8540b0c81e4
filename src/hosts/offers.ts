// What is offered to an SSH server at login, in this order and only as far as needed: key files, the agent, key files that first need
// a passphrase from the person, passwords.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2, { type AnyAuthMethod, type AuthenticationType, type KeyboardInteractiveAuthMethod } from 'ssh2';
import type { Questions } from '../model/questions.js';
import { hopLabel, type Hop } from './hop.js';
import { shortPath } from './paths.js';
import type { OpenedKey, PrivateKeys } from './private-keys.js';
import { WatchedAgent } from './watched-agent.js';

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
const PASSPHRASE_TRIES = 3;

/** The operator's side of every login of a run. */
export interface Credentials {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly questions: Questions;
  readonly keys: PrivateKeys;
}

/** What was tried, in a form that can be shown: never a secret. */
export type Tried =
  | { readonly kind: 'key'; readonly file: string; readonly fingerprint: string }
  | { readonly kind: 'key-unusable'; readonly file: string; readonly why: string }
  | { readonly kind: 'key-locked'; readonly file: string; readonly why: string }
  | { readonly kind: 'agent'; readonly path: string; readonly agent: WatchedAgent }
  | { readonly kind: 'password'; readonly from: string }
  | { readonly kind: 'password-missing'; readonly variable: string };

interface LoginContext {
  readonly hop: Hop;
  readonly credentials: Credentials;
  readonly tried: Tried[];
  /** What the server still takes; null before its first answer. */
  readonly allowed: () => readonly AuthenticationType[] | null;
  /** Does something for which the person may need time, without the login's deadline running. */
  readonly unhurried: <T>(work: () => Promise<T>) => Promise<T>;
}

export async function* offers(context: LoginContext): AsyncGenerator<AnyAuthMethod> {
  const locked: string[] = [];
  for (const file of keyFiles(context)) {
    const opened = await openWithoutAsking(context, file);
    if (opened.kind === 'locked') locked.push(file);
    else yield* keyOffer(context, file, opened);
  }
  yield* agentOffer(context);
  // Makes the server say what it takes: ssh2 does not tell that after an agent, and nobody should be asked for what is not taken.
  if (context.allowed() === null) yield { type: 'none', username: context.hop.user };
  for (const file of locked) {
    if (takes(context, 'publickey')) yield* keyOffer(context, file, await openByAsking(context, file));
  }
  yield* passwordOffers(context);
}

function keyFiles({ hop, credentials }: LoginContext): readonly string[] {
  return hop.identityFiles.length > 0 ? hop.identityFiles : DEFAULT_KEYS.map((name) => join(credentials.home, '.ssh', name));
}

async function openWithoutAsking({ hop, credentials: { keys, env } }: LoginContext, file: string): Promise<OpenedKey> {
  const opened = await keys.open(file);
  if (opened.kind !== 'locked' || hop.passphraseEnv === null) return opened;
  const passphrase = env[hop.passphraseEnv];
  return passphrase === undefined ? opened : keys.unlock(file, `$${hop.passphraseEnv}`, () => Promise.resolve(passphrase));
}

async function openByAsking({ credentials: { keys, questions, home }, unhurried }: LoginContext, file: string): Promise<OpenedKey> {
  if (!questions.interactive) return { kind: 'locked' };
  for (let attempt = 1; ; attempt += 1) {
    const question = `${attempt === 1 ? '' : 'That does not open it. '}Passphrase of ${shortPath(file, home)}`;
    const opened = await unhurried(() => keys.unlock(file, `question ${String(attempt)}`, () => questions.secret(question)));
    if (opened.kind !== 'wrong-passphrase' || attempt === PASSPHRASE_TRIES) return opened;
  }
}

function* keyOffer({ hop, credentials, tried, allowed }: LoginContext, path: string, opened: OpenedKey): Generator<AnyAuthMethod> {
  const file = shortPath(path, credentials.home);
  const variable = hop.passphraseEnv;
  switch (opened.kind) {
    case 'open':
      if (!takes({ allowed }, 'publickey')) return;
      tried.push({ kind: 'key', file, fingerprint: opened.fingerprint });
      yield { type: 'publickey', username: hop.user, key: opened.key };
      return;
    case 'locked': {
      const unset = variable === null ? 'nobody can be asked' : `$${variable} is not set and nobody can be asked`;
      tried.push({ kind: 'key-locked', file, why: `needs a passphrase; ${unset}` });
      return;
    }
    case 'wrong-passphrase': {
      const from = variable !== null && credentials.env[variable] !== undefined ? `in $${variable}` : 'that was typed';
      tried.push({ kind: 'key-locked', file, why: `is not opened by the passphrase ${from}` });
      return;
    }
    case 'absent':
      // Of the default files, most are never there.
      if (hop.identityFiles.length > 0) tried.push({ kind: 'key-unusable', file, why: 'is not there' });
      return;
    case 'unusable':
      tried.push({ kind: 'key-unusable', file, why: `cannot be used: ${opened.why}` });
  }
}

async function* agentOffer(context: LoginContext): AsyncGenerator<AnyAuthMethod> {
  const { hop, credentials, tried } = context;
  const path = hop.agent ?? credentials.env['SSH_AUTH_SOCK'];
  if (path === undefined || path === '' || path === 'none' || !takes(context, 'publickey')) return;
  const agent = new WatchedAgent(path, hop.identitiesOnly ? await publicKeys(keyFiles(context)) : null);
  tried.push({ kind: 'agent', path: shortPath(path, credentials.home), agent });
  yield { type: 'agent', username: hop.user, agent };
}

/** From the `.pub` files beside the private keys, which may be encrypted. */
async function publicKeys(files: readonly string[]): Promise<readonly Buffer[]> {
  const texts = await Promise.all(files.map((file) => readFile(`${file}.pub`, 'utf8').catch(() => '')));
  return texts.flatMap((text) => {
    const key = ssh2.utils.parseKey(text);
    return key instanceof Error ? [] : [key].flat().map((one) => one.getPublicSSH());
  });
}

async function* passwordOffers(context: LoginContext): AsyncGenerator<AnyAuthMethod> {
  const { hop, tried } = context;
  const { env, questions } = context.credentials;
  const variable = hop.passwordEnv;
  const fromEnv = variable === null ? undefined : env[variable];
  if (!takes(context, 'password') && !takes(context, 'keyboard-interactive')) return;
  const ask = fromEnv === undefined && questions.interactive;
  const password = ask ? await context.unhurried(() => questions.secret(`Password of ${hopLabel(hop)}`)) : fromEnv;
  if (password === undefined) {
    if (variable !== null) tried.push({ kind: 'password-missing', variable });
    return;
  }
  const from = fromEnv === undefined ? 'as typed' : `from $${String(variable)}`;
  if (takes(context, 'password')) {
    tried.push({ kind: 'password', from });
    yield { type: 'password', username: hop.user, password };
  }
  if (takes(context, 'keyboard-interactive')) {
    if (tried.at(-1)?.kind !== 'password') tried.push({ kind: 'password', from });
    yield keyboardInteractive(hop.user, password);
  }
}

/** Answers only what asks without an echo, which is how a password is asked for; anything else (a one-time code) gets an empty answer. */
function keyboardInteractive(username: string, password: string): KeyboardInteractiveAuthMethod {
  return {
    type: 'keyboard-interactive',
    username,
    prompt: (_name, _instructions, _language, prompts, finish) => finish(prompts.map(({ echo }) => (echo === true ? '' : password))),
  };
}

function takes({ allowed }: Pick<LoginContext, 'allowed'>, method: AuthenticationType): boolean {
  return allowed()?.includes(method) ?? true;
}
