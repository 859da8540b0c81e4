// Commands as a text prints them between quotation marks, and how a person types them who has named the inventory once.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Scene } from './fault-table.js';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const DEADLINE_MS = 300_000;

/** Those that begin with this word. */
export const printedCommands = (text: string, program: string): readonly string[] =>
  [...text.matchAll(/"([^"]+)"/g)].map(([, command = '']) => command).filter((command) => command.split(' ')[0] === program);

/** @returns each with how it ended; what a command says of the cluster at its end is judged by whoever looks afterwards */
export async function runPrinted({ bed, fams }: Scene, commands: readonly string[]): Promise<readonly string[]> {
  const bin = join(bed.home, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, 'fams-ops'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env['PATH'] ?? ''}`, FAMS_OPS_INVENTORY: fams.inventory, NO_COLOR: '1' };
  const ended: string[] = [];
  for (const command of commands) {
    const { code, stderr } = await bed.operator(['sh', '-c', command], { env, timeoutMs: DEADLINE_MS });
    // 1 and 3: it did its work, and the checks at its end have something to say; everything else was not done.
    if (![0, 1, 3].includes(code)) throw new Error(`${command}: exit ${String(code)}: ${stderr.slice(-2000)}`);
    ended.push(`${command} (${String(code)})`);
  }
  return ended;
}
