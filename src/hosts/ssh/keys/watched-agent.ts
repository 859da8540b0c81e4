// The operator's SSH agent: its keys, asked for once, and a record of which of them were offered and which one the server took.
import { BaseAgent, createAgent, type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';
import { fingerprint } from '../host-keys/known-hosts.js';

/** An agent that a person must confirm each use of answers later, but gives its list at once. */
const LIST_MS = 5000;

export class WatchedAgent {
  readonly offered: string[] = [];
  /** Why it gave no keys. */
  failure: string | undefined;
  private readonly agent: BaseAgent;
  private listing: Promise<readonly ParsedKey[]> | undefined;

  constructor(socketPath: string) {
    this.agent = createAgent(socketPath);
  }

  /** Every key that it has. Never rejects: a login goes on without an agent that is not there. */
  keys(): Promise<readonly ParsedKey[]> {
    this.listing ??= new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.failure ??= `it gave no list of keys within ${String(LIST_MS / 1000)} s`;
        resolve([]);
      }, LIST_MS);
      this.agent.getIdentities((error, keys = []) => {
        clearTimeout(timer);
        if (error) this.failure ??= error.message;
        resolve(error ? [] : keys.filter(isParsed));
      });
    });
    return this.listing;
  }

  /** As one attempt to log in. @param onTaken the server takes this key: what follows is up to the signature and to its other rules */
  offer(keys: readonly ParsedKey[], onTaken: (fingerprint: string) => void): BaseAgent<ParsedKey> {
    this.offered.push(...keys.map((key) => fingerprint(key.getPublicSSH())));
    return new OfferedKeys(this.agent, keys, onTaken);
  }
}

class OfferedKeys extends BaseAgent<ParsedKey> {
  private readonly agent: BaseAgent;
  private readonly keys: readonly ParsedKey[];
  private readonly onTaken: (fingerprint: string) => void;

  constructor(agent: BaseAgent, keys: readonly ParsedKey[], onTaken: (fingerprint: string) => void) {
    super();
    this.agent = agent;
    this.keys = keys;
    this.onTaken = onTaken;
  }

  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    done(undefined, [...this.keys]);
  }

  override sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, done?: SignCallback): void {
    this.onTaken(fingerprint(key.getPublicSSH()));
    if (typeof options === 'function') this.agent.sign(key, data, options);
    else if (done !== undefined) this.agent.sign(key, data, options, done);
  }
}

/** The same key, that tells when the server takes it: only then a signature is asked of it. */
export function watchedKey(key: ParsedKey, onTaken: () => void): ParsedKey {
  return new Proxy(key, {
    get(target, name) {
      if (name !== 'sign') return Reflect.get(target, name, target) as unknown;
      return (data: Buffer | string, algo?: string): Buffer => {
        onTaken();
        return target.sign(data, algo);
      };
    },
  });
}

const isParsed = (key: object | string): key is ParsedKey => typeof key === 'object' && 'getPublicSSH' in key;
