// Shell text: the bytes that go to a shell on a host. The command is a constant that any login shell understands (also csh and fish).
// The script and its arguments travel on standard input, to /bin/sh.
import { quote } from './quote.js';
import { remoteScript } from './scripts.js';

/** Printed on stdout when the login shell has read its profile and hands over to /bin/sh. */
export const READY = 'fams-ops-ready';
/** Printed on stderr when /bin/sh has read the whole text and begins with the script. */
export const BEGIN = 'fams-ops-begin';
export const SHELL_COMMAND = `echo ${READY}; exec /bin/sh`;

export interface ShellText {
  readonly script: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `none`: the script's standard input is empty, and it is ended when the session's standard input ends before it.
   * `payload`: what follows the text is the script's standard input.
   */
  readonly input: 'none' | 'payload';
}

/**
 * The braces make the shell read all of it before it runs any of it: a text that arrives cut in half does nothing, no command of the
 * script can eat the rest of the script, and a shell that reads ahead (dash) has nothing to read ahead into.
 */
export function shellText({ script, args, env = {}, input }: ShellText): string {
  const exports = Object.entries({ LC_ALL: 'C', ...env }).map(([name, value]) => `export ${variable(name)}=${quote(value)}`);
  const begin = [...exports, ['set --', ...args.map(quote)].join(' ')];
  const end = ['echo ' + BEGIN + ' >&2', script, 'exit'];
  if (input === 'payload') return ['{', ...begin, ...end, '}', ''].join('\n');
  return ['{', 'exec 3<&0 </dev/null', ...begin, remoteScript('session-watch'), ...end, '}', ''].join('\n');
}

function variable(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new Error(`not the name of an environment variable: ${name}`);
}
