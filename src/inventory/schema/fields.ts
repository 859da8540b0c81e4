// What each kind of text in an inventory may hold, and in which words it is refused. Pure; no word of a refusal repeats the text,
// because somebody may have put a secret there.

export interface Fault {
  readonly message: string;
  readonly hint?: string;
}

/** Undefined when the text may stand. */
export type Judge = (text: string) => Fault | undefined;

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const ADDRESS = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const USER = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;
/** JSON Schema patterns for editors; the judges say more. */
export const PATTERN = {
  cluster: '^[a-z][a-z0-9-]{0,30}$',
  hostName: '^[A-Za-z0-9][A-Za-z0-9._-]*$',
  address: '^[A-Za-z0-9][A-Za-z0-9.-]*$',
  hostPath: '^(~?/[A-Za-z0-9._/+@-]+)$',
  user: USER.source,
  variable: '^[A-Za-z_][A-Za-z0-9_]*$',
  heap: '^[1-9][0-9]*[kKmMgG]$',
  sha256: '^[0-9a-fA-F]{64}$',
  chroot: '^(/[A-Za-z0-9._-]+)*$',
  topic: '^[A-Za-z0-9._-]{1,249}$',
  version: '^0\\.8\\.2\\.[0-2]$',
  duration: '^[1-9][0-9]{0,8}(ms|s|m|h)$',
} as const;

/** A fault unless the whole text has this form. */
const form = (pattern: string, message: string, hint: string): Judge => {
  const regex = new RegExp(pattern);
  return (text) => (regex.test(text) ? undefined : { message, hint });
};

export const clusterName = form(
  PATTERN.cluster,
  'is not a name for a cluster',
  'Lower-case letters, digits and hyphens, a letter first, at most 31.',
);
export const hostName = form(PATTERN.hostName, 'is not a name for a host', 'Letters, digits, dots, hyphens and underscores.');
export const envName = form(
  PATTERN.variable,
  'is not the name of an environment variable',
  'Name the variable that holds the secret; the secret itself never stands here.',
);
export const userName = form(PATTERN.user, 'is not a user name', 'Letters, digits, dots, hyphens and underscores, at most 32.');
export const sha256 = form(PATTERN.sha256, 'is not a SHA-256 digest', 'Give the 64 hexadecimal digits that sha256sum prints.');
export const kafkaVersion = form(PATTERN.version, 'is no release of the 0.8.2 line', 'fams-ops runs 0.8.2.0, 0.8.2.1 and 0.8.2.2.');

const IPV4 = /^(?:(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])\.){3}(?:0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/;

/** A host name or an IPv4 address. */
export const address: Judge = (text) => {
  if (/^\[.*\](?::\d+)?$|^[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/.test(text))
    return {
      message: 'is an IPv6 address',
      hint: 'Kafka 0.8.2.1 splits host:port at the first colon: give an IPv4 address or a host name.',
    };
  if (/^[^\s@]+@\S+$|^[^\s:]+:\d+$/.test(text))
    return {
      message: 'holds more than an address',
      hint: 'User and port stand beside it: { address: HOST, ssh: { user: USER, port: PORT } }.',
    };
  if (text.length > 253 || !ADDRESS.test(text))
    return { message: 'is not an address', hint: 'A host name or an IPv4 address: letters, digits, dots and hyphens.' };
  if (/^[\d.]+$/.test(text) && !IPV4.test(text)) return { message: 'is not an IPv4 address', hint: 'Four numbers from 0 to 255.' };
  return text === '0.0.0.0'
    ? { message: 'is not the address of a machine', hint: 'Give the one by which the others reach it.' }
    : undefined;
};

/** Absolute, or below `~`; only what the scripts and properties files of 2015 carry unharmed. */
export const hostPath: Judge = (text) => {
  const path = text.startsWith('~/') ? text.slice(1) : text;
  if (!path.startsWith('/')) return { message: 'is not an absolute path', hint: 'Begin with "/".' };
  const odd = /[^A-Za-z0-9._/+@-]/u.exec(path)?.[0];
  if (odd !== undefined)
    return {
      message: `holds ${shown(odd)}`,
      hint: 'Start scripts and properties files would split or change it: letters, digits and . _ - + @ only.',
    };
  if (/\/\/|\/\.\.?(?:\/|$)/.test(path)) return { message: 'is not in its plain form', hint: 'Write it without "//", "/./" and "/../".' };
  if (/^\/+$/.test(path)) return { message: 'is the root directory', hint: 'Name a directory of its own.' };
  return path.length > 255 ? { message: 'is too long', hint: 'At most 255 characters.' } : undefined;
};

/** On the operator's machine, where no shell and no script sees it. */
export const operatorPath: Judge = (text) => {
  const fault = plainText(text);
  if (fault) return fault;
  return /^~?\/./.test(text) ? undefined : { message: 'is not an absolute path', hint: 'Begin with "/" or "~/".' };
};

/** `auto`, a path (relative to the inventory) or a URL. */
export const bundle: Judge = (text) => {
  const fault = plainText(text);
  if (fault) return fault;
  if (text.trim() === '') return { message: 'is empty', hint: 'Write auto, or the path or URL of an archive.' };
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return undefined;
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return { message: 'is not a URL that can be fetched', hint: 'http:// or https://.' };
  const { username, password } = new URL(text);
  return username || password
    ? { message: 'holds a login', hint: 'No secret stands in an inventory: download the archive and give its path.' }
    : undefined;
};

/** ZooKeeper path below which Kafka keeps everything. */
export const chroot: Judge = (text) => {
  const parts = text.split('/').slice(1);
  if (!new RegExp(PATTERN.chroot).test(text) || parts.some((part) => /^\.\.?$/.test(part)))
    return { message: 'is not a ZooKeeper path', hint: 'Empty, or "/name" of letters, digits and . _ - without a slash at its end.' };
  return parts[0] === 'zookeeper' ? { message: 'is reserved by ZooKeeper', hint: 'Choose another name.' } : undefined;
};

const KIB: Readonly<Record<string, number>> = { k: 1, m: 1024, g: 1024 * 1024 };

export const heap: Judge = (text) => {
  const [, digits, unit] = /^([1-9]\d{0,8})([kKmMgG])$/.exec(text) ?? [];
  if (digits === undefined || unit === undefined)
    return { message: 'is not a heap size', hint: 'Write it as the JVM takes it: 512m or 2g.' };
  return Number(digits) * (KIB[unit.toLowerCase()] ?? 1) < 32 * 1024
    ? { message: 'is too small for a JVM that serves', hint: 'At least 32m; 256m and more is usual.' }
    : undefined;
};

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const LONGEST_MS = 24 * 3_600_000;

/** `500ms`, `5s`, `2m` or `1h` in ms; 0 for anything else. */
export function durationMs(text: string): number {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,8})(ms|s|m|h)$/.exec(text) ?? [];
  return Number(digits) * (UNITS_MS[unit] ?? 0);
}

export const duration: Judge = (text) => {
  const ms = durationMs(text);
  if (ms === 0) return { message: 'is not a duration', hint: 'A number and its unit: 500ms, 5s, 2m or 1h.' };
  return ms > LONGEST_MS ? { message: 'is longer than a day', hint: 'At most 24h.' } : undefined;
};

export const topicName: Judge = (text) =>
  new RegExp(PATTERN.topic).test(text) && text !== '.' && text !== '..'
    ? undefined
    : { message: 'is not a name for a topic', hint: '1 to 249 letters, digits and . _ - (but not "." or "..").' };

/** Any text of one line that UTF-8 can carry. */
export const plainText: Judge = (text) => {
  const fits = !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text);
  return fits ? undefined : { message: 'holds a control character or a line break', hint: 'One line of plain text.' };
};

/** A text as a message may show it: quoted, control characters visible, cut. */
export function shown(text: string): string {
  const cut = text.slice(0, 60).replace(/[\uD800-\uDBFF]$/, '');
  return JSON.stringify(cut + (cut.length < text.length ? '...' : '')).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (odd) => `\\u${odd.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
