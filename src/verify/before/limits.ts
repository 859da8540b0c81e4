// Pure: the answer of reach-limits.sh as values.
import type { HostLimits } from './host-limits.js';

/**
 * @param directories that the script was asked about
 * @returns null where the answer makes no sense
 */
export function parseLimits(output: string, directories: readonly string[] = []): HostLimits | null {
  const lines = output.split('\n');
  if (lines[0] !== 'fams-limits 1') return null;
  const java = lines.findIndex((line) => line.startsWith('java '));
  if (java < 0) return null;
  const records = lines.slice(1, java).map((line) => line.split(' '));
  const words = (key: string): readonly string[] => records.find(([first]) => first === key)?.slice(1) ?? [];
  const [files = ''] = words('files');
  const [answer, ...name] = words('own-name');
  const [crontab] = words('crontab');
  const [ends, lingers] = words('logout');
  const exit = lines[java]?.split(' ')[1] ?? '';
  return {
    openFiles: files === 'unlimited' ? Infinity : number(files),
    swappiness: number(words('swappiness')[0] ?? ''),
    // Later mounts cover earlier ones.
    mounts: new Map(records.flatMap(([key, ...rest]) => (key === 'mount' ? [mountOf(rest)] : []))),
    obstacles: new Map(
      records.flatMap(([key, index = '', ...above]): readonly (readonly [string, string])[] => {
        const directory = key === 'obstacle' ? directories[Number(index)] : undefined;
        return directory === undefined ? [] : [[directory, above.join(' ')]];
      }),
    ),
    ownName: { name: name.join(' '), answer: answer === 'known' || answer === 'unknown' ? answer : 'unasked' },
    crontab: crontab === 'usable' || crontab === 'refused' ? crontab : 'absent',
    cronRuns: words('cron')[0] === 'yes',
    logout: ends === undefined ? null : { ends: ends === 'yes' || ends === 'no' ? ends : 'unknown', lingers: lingers === 'yes' },
    java: exit === 'absent' ? null : { exitCode: number(exit) ?? 1, said: lines.slice(java + 1).join('\n') },
  };
}

const mountOf = ([mount = '', kind = '', options = '']: readonly string[]) =>
  [unescape(mount), { kind, options: options.split(',') }] as const;

const number = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

/** /proc/mounts writes blanks, tabs, line breaks and backslashes as three octal digits. */
const unescape = (text: string): string => text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
