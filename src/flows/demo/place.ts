// Place of the demo: beside the person's other data, or in a directory of its own if the scripts of 2015 cannot take that path.
import { lstat, mkdir } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors/app-error.js';
import { hostPath, shown } from '../../inventory/schema/fields.js';
import { DEMO_NODES } from '../../inventory/local.js';

export interface DemoPlace {
  readonly root: string;
  /** Why it does not lie where one would look for it; null where it does. */
  readonly note: string | null;
}

/** Kept over a restart of the machine, unlike /tmp, and there on every Linux. */
const COMMON = '/var/tmp';

/** Nothing is made. @param common a directory that everybody may write to */
export function demoPlace(env: NodeJS.ProcessEnv, common = COMMON): DemoPlace {
  const home = given(env['HOME']) ?? homedir();
  const shared = given(env['XDG_DATA_HOME']) ?? join(home, '.local', 'share');
  const root = join(shared, 'fams-ops', 'demo');
  const fault = hostPath(`${root}/n${String(DEMO_NODES)}`);
  if (fault === undefined) return { root, note: null };
  const place = join(common, `fams-ops-demo-${String(userInfo().uid)}`);
  const why = `${shown(root)} ${fault.message}, which the start scripts of Kafka and Spark cannot take`;
  return { root: place, note: `The demo lies in ${place}: ${why}. XDG_DATA_HOME names another place for it.` };
}

/** An empty variable is one that is not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/**
 * Makes the directory, unless it is there.
 * @throws AppError HOST_UNFIT when another user may write to it, because that user would decide which programs the demo runs
 */
export async function makePlace({ root, note }: DemoPlace): Promise<void> {
  if (note === null) {
    await mkdir(root, { recursive: true });
    return;
  }
  await mkdir(root, { mode: 0o700 }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  if (await ownPlace({ root, note })) return;
  throw new AppError('HOST_UNFIT', `The demo cannot lie in ${root}: it is not a directory that only you can write to.`, {
    where: { file: root },
    todo: ['Set XDG_DATA_HOME to a directory of yours whose path has no blanks: letters, digits and . _ - + @ only.'],
  });
}

/** Whether the directory is ours. Its name proves nothing when everybody can make it, so the owner and the mode decide. */
export async function ownPlace({ root, note }: DemoPlace): Promise<boolean> {
  if (note === null) return true;
  const found = await lstat(root).catch(() => null);
  return found !== null && found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o022) === 0;
}
