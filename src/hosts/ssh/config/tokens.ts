// The %-tokens and ${VARIABLES} of an SSH configuration.
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { unusableConfig, type Directive } from './lines.js';

export interface Tokens {
  /** As the host is called, and what it is dialled by. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly localUser: string;
  readonly home: string;
  /** HostKeyAlias, else the host as it is called. */
  readonly keyName: string;
  readonly jump: string;
}

/** @throws AppError for a token that OpenSSH does not know here, or a variable that is not set */
export function expandTokens(at: Directive, text: string, tokens: Tokens, env: NodeJS.ProcessEnv): string {
  const { name, host, port, user, localUser, home, keyName, jump } = tokens;
  const own = hostname();
  const values: Readonly<Record<string, string>> = {
    '%': '%',
    C: createHash('sha1')
      .update(`${own}${host}${String(port)}${user}${jump}`)
      .digest('hex'),
    d: home,
    h: host,
    i: String(process.getuid?.() ?? ''),
    j: jump,
    k: keyName,
    L: own.split('.')[0] ?? own,
    l: own,
    n: name,
    p: String(port),
    r: user,
    u: localUser,
  };
  return text.replace(/%(.?)|\$\{([^}]*)\}/gs, (whole, letter: string | undefined, variable: string | undefined) => {
    const value = variable === undefined ? values[letter ?? ''] : env[variable];
    if (value !== undefined) return value;
    const why = variable === undefined ? `${whole} means nothing here` : `the variable ${variable} is not set`;
    throw unusableConfig(at.file, at.line, `${at.keyword} ${text}: ${why}`);
  });
}

/** The same for a command that a shell reads: values from outside the configuration must contain no shell syntax. */
export function expandCommand(at: Directive, text: string, tokens: Tokens): string {
  for (const value of [tokens.name, tokens.host, tokens.user, tokens.keyName, tokens.jump]) {
    if (/^-|[\s'"`$\\;&<>|(){}*?!#]/.test(value))
      throw unusableConfig(at.file, at.line, `a shell would not take ${JSON.stringify(value)} as it is, so its command is not run`);
  }
  // In a command, ${VARIABLES} are the shell's own matter.
  return text.replace(/%.?/gs, (token) => expandTokens(at, token, tokens, {}));
}
