// What an inventory may say of the machines that only fams-ops dials: names of ~/.ssh/config and IPv6 addresses, too. Pure.
import { isIPv6 } from 'node:net';
import { address, userName, type Judge } from '../schema/fields.js';

/** JSON Schema pattern for editors; the judge says more. */
export const DIALLED = '^(\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?\\]|[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?|[A-Za-z0-9][A-Za-z0-9._-]*)$';

/** `fe80::1%eth0`, in brackets or not. */
const isIPv6Host = (text: string): boolean => {
  const [, inside] = /^\[(.*)\]$/.exec(text) ?? [];
  const [, ip = '', zone] = /^([^%]*)(?:%(.*))?$/.exec(inside ?? text) ?? [];
  return isIPv6(ip) && (zone === undefined || /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(zone));
};

/** An address of either kind, a name, or an alias of the SSH configuration, which may hold an underscore. */
export const dialled: Judge = (text) => {
  if (isIPv6Host(text)) return undefined;
  if (/^\[.*\]:\d+$|^[^\s:@]+:\d+$/.test(text))
    return { message: 'holds more than a host', hint: 'The port stands beside it: ssh: { host: HOST, port: PORT }.' };
  if (text.includes('[') || text.includes(']') || /:.*:/.test(text))
    return { message: 'is not an IPv6 address', hint: 'Write it as 2001:db8::7 or fe80::1%eth0, with or without brackets.' };
  const fault = address(text.replaceAll('_', '-'));
  return fault?.message === 'is not an address'
    ? { ...fault, hint: 'A host name, an IPv4 or IPv6 address, or a Host of ~/.ssh/config: letters, digits and . _ - only.' }
    : fault;
};

const MAX_JUMPS = 8;

/** `[user@]host[:port]` of the machine to go through, or several in the order in which they are passed, with commas. */
export const jump: Judge = (text) => {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length <= MAX_JUMPS && parts.every(isJump)) return undefined;
  return {
    message: 'is not a machine to go through',
    hint: 'Write host, user@host or user@host:port, an IPv6 address as [ADDRESS]:PORT; several with commas, the first one first.',
  };
};

function isJump(text: string): boolean {
  const [, user, bracketed, plain = '', port] = /^(?:([^@]*)@)?(?:(\[[^\]]*\])|([^@:[\]]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = bracketed === undefined ? !dialled(plain) : isIPv6Host(bracketed);
  return host && (user === undefined || !userName(user)) && (port === undefined || (Number(port) > 0 && Number(port) <= 65_535));
}
