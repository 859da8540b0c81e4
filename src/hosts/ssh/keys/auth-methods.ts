// Auth methods of a login, offered in this order and only as far as needed: the named keys (signed by the agent if it has their private
// half), the agent's other keys, key files that first need a passphrase from the person, passwords.
import type { AnyAuthMethod, AuthenticationType, ParsedKey } from 'ssh2';
import type { Questions } from '../../../model/questions.js';
import { hopLabel, type Hop } from '../route.js';
import { certificates, identityFiles, identityOf, otherKeys } from './identities.js';
import { keyboardInteractive } from '../keyboard.js';
import { shortPath } from '../../paths.js';
import type { OpenedKey, PrivateKeys } from './private-keys.js';
import type { ServerText } from '../server-text.js';
import { watchedKey, WatchedAgent } from './watched-agent.js';

const PASSPHRASE_TRIES = 3;

/** The operator's side of every login of a run. */
export interface Credentials {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly questions: Questions;
  readonly keys: PrivateKeys;
}

/** One attempt, in a form that messages can show; never a secret. */
export type Tried =
  | { readonly kind: 'key'; readonly file: string; readonly fingerprint: string }
  | { readonly kind: 'key-unusable'; readonly file: string; readonly why: string }
  | { readonly kind: 'key-locked'; readonly file: string; readonly why: string }
  | { readonly kind: 'certificate'; readonly file: string }
  | { readonly kind: 'agent'; readonly path: string; readonly agent: WatchedAgent }
  | { readonly kind: 'password'; readonly from: string }
  | { readonly kind: 'password-missing'; readonly variable: string };

interface LoginContext {
  readonly hop: Hop;
  readonly credentials: Credentials;
  readonly tried: Tried[];
  /** Methods that the server still accepts; null before its first answer. */
  readonly allowed: () => readonly AuthenticationType[] | null;
  /** Does something for which the person may need time, without the login's deadline running. */
  readonly unhurried: <T>(work: () => Promise<T>) => Promise<T>;
  /** The server takes a key, named as messages show it, and wants it proven. */
  readonly onTaken: (key: string) => void;
  readonly said: ServerText;
  /** Ends the login. */
  readonly giveUp: (error: Error) => void;
}

export async function* offers(context: LoginContext): AsyncGenerator<AnyAuthMethod> {
  const { hop, credentials, tried } = context;
  const agent = agentOf(context);
  const locked: string[] = [];
  const offered: Buffer[] = [];
  for (const file of identityFiles(hop, credentials.home)) {
    const { opened, agentKey } = await identityOf(file, credentials.keys, agent?.agent ?? null, (path) => openWithoutAsking(context, path));
    if (opened.kind === 'open') offered.push(opened.key.getPublicSSH());
    if (agentKey !== null && agent !== null) {
      offered.push(agentKey.getPublicSSH());
      yield* agentOffer(context, agent, [agentKey]);
    } else if (opened.kind === 'locked') locked.push(file);
    else yield* keyOffer(context, file, opened);
  }
  if (agent !== null && takes(context, 'publickey')) yield* agentOffer(context, agent, await otherKeys(hop, agent.agent, offered));
  // Makes the server name its methods: ssh2 hides them after an agent, and we ask no person for a secret that the server would not accept.
  if (context.allowed() === null) yield { type: 'none', username: hop.user };
  for (const file of locked) {
    if (takes(context, 'publickey')) yield* keyOffer(context, file, await openByAsking(context, file));
  }
  for (const file of await certificates(hop, credentials.home))
    tried.push({ kind: 'certificate', file: shortPath(file, credentials.home) });
  yield* passwordOffers(context);
}

interface NamedAgent {
  readonly path: string;
  readonly agent: WatchedAgent;
}

function agentOf({ hop, credentials }: LoginContext): NamedAgent | null {
  const path = hop.agent ?? credentials.env['SSH_AUTH_SOCK'];
  if (path === undefined || path === '' || path === 'none') return null;
  return { path: shortPath(path, credentials.home), agent: new WatchedAgent(path) };
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

function* keyOffer({ hop, credentials, tried, allowed, onTaken }: LoginContext, path: string, opened: OpenedKey): Generator<AnyAuthMethod> {
  const file = shortPath(path, credentials.home);
  const variable = hop.passphraseEnv;
  switch (opened.kind) {
    case 'open':
      if (!takes({ allowed }, 'publickey')) return;
      tried.push({ kind: 'key', file, fingerprint: opened.fingerprint });
      yield { type: 'publickey', username: hop.user, key: watchedKey(opened.key, () => onTaken(`the key ${file}`)) };
      return;
    case 'public':
      tried.push({ kind: 'key-unusable', file, why: 'holds the public half only, and no agent has the private one' });
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
      if (hop.identityFiles !== null) tried.push({ kind: 'key-unusable', file, why: 'is not there' });
      return;
    case 'unusable':
      tried.push({ kind: 'key-unusable', file, why: `cannot be used: ${opened.why}` });
  }
}

function* agentOffer(
  { hop, tried, onTaken }: LoginContext,
  { path, agent }: NamedAgent,
  keys: readonly ParsedKey[],
): Generator<AnyAuthMethod> {
  if (keys.length === 0 && hop.identitiesOnly && agent.failure === undefined) return;
  if (!tried.some((attempt) => attempt.kind === 'agent')) tried.push({ kind: 'agent', path, agent });
  if (keys.length === 0) return;
  yield { type: 'agent', username: hop.user, agent: agent.offer(keys, (print) => onTaken(`the key ${print} of the agent`)) };
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
    const { said, unhurried, giveUp } = context;
    yield keyboardInteractive({ user: hop.user, server: hopLabel(hop), questions, said, unhurried, giveUp }, password);
  }
}

function takes({ allowed }: Pick<LoginContext, 'allowed'>, method: AuthenticationType): boolean {
  return allowed()?.includes(method) ?? true;
}
