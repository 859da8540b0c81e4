// What a command printed on each host, each line behind the name of its host, and how the command ended there.
import type { ExecResult } from '../flows/exec.js';

export function execText({ hosts, mostBytes }: ExecResult): string {
  const lines = hosts.flatMap(({ host, exitCode, stdout, stderr, truncated }) => [
    ...[stdout, stderr].flatMap((text) =>
      text === ''
        ? []
        : text
            .trimEnd()
            .split('\n')
            .map((line) => `${host}  ${line}`),
    ),
    ...(truncated ? [`${host}  ${cutMark(mostBytes)}`] : []),
    ...(exitCode === 0 ? [] : [`${host}  ${exitCode === null ? 'did not end by itself' : `ended with ${String(exitCode)}`}`]),
  ]);
  return lines.join('\n');
}

const cutMark = (mostBytes: number): string =>
  `fams-ops: cut here: stdout or stderr was longer than ${(mostBytes / 2 ** 20).toFixed(1)} MiB. Let the command write to a file on the host, or ask for less of it.`;
