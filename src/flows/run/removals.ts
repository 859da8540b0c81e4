// Removals of destroy, judged by each host itself before anything is touched.
import { judgeRemovals } from '../../apply/executors/remove.js';
import { baseOf } from '../../components/places.js';
import { AppError } from '../../errors/app-error.js';
import type { Action, ActionOf } from '../../model/action.js';
import type { Run } from './run.js';

/** @throws AppError DATA_REFUSED with every tree that its host would not remove */
export async function refuseRemovals(actions: readonly Action[], { cluster, connections, options }: Run): Promise<void> {
  const removals = actions.filter((action): action is ActionOf<'remove'> => action.kind === 'remove');
  const refused = await Promise.all(
    cluster.hosts.map(async (host): Promise<readonly AppError[]> => {
      const here = removals.filter((action) => action.host === host.name);
      if (here.length === 0) return [];
      const at = { session: connections.live.session(host.name), base: baseOf(cluster, host), signal: options.signal };
      const verdicts = await judgeRemovals(here, at);
      return here.flatMap(({ path }, i) => {
        const verdict = verdicts[i];
        return verdict?.kind === 'refused' ? [refusal(host.name, path, verdict.reason)] : [];
      });
    }),
  );
  const errors = refused.flat();
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  throw new AppError('DATA_REFUSED', `${String(errors.length)} directories cannot be removed. Nothing was touched.`, {
    todo: ['Correct what is said above for each of them, and run it again.'],
    causes: errors,
  });
}

const refusal = (host: string, path: string, reason: string): AppError =>
  new AppError('DATA_REFUSED', `${host} cannot remove ${path}: ${reason.trim()}. Nothing was touched.`, {
    where: { host, file: path },
    todo: ['Find out whose that is, put it somewhere else or give its owner the rights that are missing, then run the same command again.'],
  });
