// Pure: the answer of reach-limits.sh as values.
import type { HostLimits } from './check.js';

/** Null where the answer makes no sense. */
export function parseLimits(output: string): HostLimits | null {
  const lines = output.split('\n');
  if (lines[0] !== 'fams-limits 1') return null;
  const java = lines.findIndex((line) => line.startsWith('java '));
  if (java < 0) return null;
  const records = lines.slice(1, java).map((line) => line.split(' '));
  const word = (key: string): string => records.find(([first]) => first === key)?.[1] ?? '';
  const exit = lines[java]?.split(' ')[1] ?? '';
  const files = word('files');
  return {
    openFiles: files === 'unlimited' ? Infinity : number(files),
    swappiness: number(word('swappiness')),
    // Later mounts cover earlier ones.
    fileSystems: new Map(records.flatMap(([key, mount = '', kind = '']) => (key === 'mount' ? [[unescape(mount), kind] as const] : []))),
    java: exit === 'absent' ? null : { exitCode: number(exit) ?? 1, said: lines.slice(java + 1).join('\n') },
  };
}

const number = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** /proc/mounts writes blanks, tabs, line breaks and backslashes as three octal digits. */
const unescape = (text: string): string => text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
