// Login progress: how far a login came. It explains the failure.
import type { AuthenticationType } from 'ssh2';
import type { HostKeyVerdict } from './host-keys/known-hosts.js';
import type { Tried } from './keys/auth-methods.js';
import type { ServerText } from './server-text.js';

export interface LoginProgress {
  /** The first characters that the server sent. */
  head: string;
  hostKey: { readonly blob: Buffer; readonly verdict: HostKeyVerdict } | undefined;
  readonly tried: Tried[];
  /** Methods that the server accepts; null before it named them. */
  allowed: readonly AuthenticationType[] | null;
  /** The first is the cause, the others follow from it. */
  readonly errors: Error[];
  timedOut: boolean;
  /** The key that the server accepted; a later failure has another cause than the key. */
  taken: string | null;
  readonly said: ServerText;
}

export class LoginFailed extends Error {
  override readonly name = 'LoginFailed';
  readonly progress: LoginProgress;

  constructor(progress: LoginProgress) {
    super('the login failed', { cause: progress.errors[0] });
    this.progress = progress;
  }

  /** The server broke it off before it showed its key: it has too many connections just now (MaxStartups), or it restarts. */
  get mayBeRetried(): boolean {
    const { head, hostKey, timedOut, errors } = this.progress;
    if (timedOut || hostKey !== undefined) return false;
    if (head !== '' && !isSsh(head)) return head.includes('MaxStartups');
    const [first] = errors;
    return first !== undefined && (/lost before handshake/i.test(first.message) || ('code' in first && first.code === 'ECONNRESET'));
  }
}

/** Lines before the identification are allowed (RFC 4253 part 4.2). */
export const isSsh = (head: string): boolean => /(^|\n)SSH-/.test(head);
