// Where a page is served, and by which names it may be asked for. Pure.
import { isIP } from 'node:net';
import { AppError } from '../../errors/app-error.js';

export interface ListenAt {
  /** An address or a name, as it was typed, without brackets. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** @throws AppError USAGE */
export function parseListenAt(typed: string): ListenAt {
  const [, inBrackets, plain, digits] = /^(?:\[([^\]]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(typed) ?? [];
  const host = inBrackets ?? plain;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535 && (inBrackets === undefined || isIP(inBrackets) === 6)) return { host, port };
  throw new AppError('USAGE', `"${typed}" is not where a page can be served: ADDRESS:PORT is wanted.`, {
    todo: ['Write for example --web 127.0.0.1:8090, or --web [::1]:8090.'],
  });
}

export const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);

const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** For the browser on this machine. */
export function urlOf({ host, port }: ListenAt): string {
  const named = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIP(named) === 6 ? `[${named}]` : named}${port === 80 ? '' : `:${String(port)}`}/`;
}

/** What everybody is told who lets others in; null where nobody can come in. */
export function exposure(address: string): string | null {
  if (isLoopback(address)) return null;
  const where = isWildcard(address) ? 'every address of this machine' : address;
  return `The page is served on ${where}: whoever reaches it can read it. There is no password and no encryption.`;
}

/**
 * Whether the Host header of a request is one of this page's own. A site of a stranger may point its own name here and read what
 * is answered (DNS rebinding), so a name must be known; an address is no name, and cannot be pointed anywhere.
 * The port is not compared: with a tunnel it is another one.
 */
export function mayBeAskedAs(header: string | undefined, names: readonly string[]): boolean {
  const [, inBrackets, plain] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d+)?$/.exec(header ?? '') ?? [];
  if (inBrackets !== undefined) return isIP(inBrackets) === 6;
  if (plain === undefined) return false;
  const name = plain.toLowerCase().replace(/\.$/, '');
  return isIP(name) === 4 || name === 'localhost' || names.some((known) => known.toLowerCase() === name);
}
