// The operator's SSH agent, with a record of which of its keys were offered.
import { BaseAgent, createAgent, type IdentityCallback, type ParsedKey, type SignCallback, type SigningRequestOptions } from 'ssh2';
import { fingerprint } from './known-hosts.js';

export class WatchedAgent extends BaseAgent<ParsedKey> {
  readonly offered: string[] = [];
  /** Why it gave no keys. */
  failure: string | undefined;
  private readonly agent: BaseAgent;
  private readonly only: readonly Buffer[] | null;

  /** @param only public keys of IdentitiesOnly; null: every key that the agent has */
  constructor(socketPath: string, only: readonly Buffer[] | null) {
    super();
    this.agent = createAgent(socketPath);
    this.only = only;
  }

  /** Never fails: ssh2 would end the whole login over an agent that is not there. */
  override getIdentities(done: IdentityCallback<ParsedKey>): void {
    this.agent.getIdentities((error, keys = []) => {
      if (error) this.failure = error.message;
      const wanted = (error ? [] : keys)
        .filter(isParsed)
        .filter((key) => this.only?.some((blob) => blob.equals(key.getPublicSSH())) ?? true);
      this.offered.push(...wanted.map((key) => fingerprint(key.getPublicSSH())));
      done(undefined, wanted);
    });
  }

  override sign(key: ParsedKey, data: Buffer, options: SigningRequestOptions | SignCallback, done?: SignCallback): void {
    if (typeof options === 'function') this.agent.sign(key, data, options);
    else if (done !== undefined) this.agent.sign(key, data, options, done);
  }
}

const isParsed = (key: object | string): key is ParsedKey => typeof key === 'object' && 'getPublicSSH' in key;
