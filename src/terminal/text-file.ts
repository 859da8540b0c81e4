// A file that its reader never sees half written.
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../errors/app-error.js';

/**
 * Written beside its place and moved there, mode 0644, so that a collector under another account may read it.
 * @throws AppError COMMAND_FAILED when it cannot be written; then what was there before is left as it is
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  // Collectors read what ends in .prom.
  const beside = join(dirname(path), `.${basename(path)}.${String(process.pid)}.tmp`);
  try {
    await writeFile(beside, text, { flag: 'wx' });
    // The mode that writeFile takes is cut by the umask.
    await chmod(beside, 0o644);
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('COMMAND_FAILED', `The file cannot be written: ${why}`, {
      where: { file: path },
      todo: [`See whether ${dirname(path)} exists and you may write there.`],
      cause,
    });
  }
}
