// Executor of identity records: writes the owner of a data directory once, and never replaces it.
import { AppError } from '../../errors/app-error.js';
import type { ActionOf } from '../../model/action.js';
import type { IdentityRecord } from '../../model/facts.js';
import { runForAnswers } from './answers.js';
import { inTurn, type Done, type Executor, type ExecutorContext } from './executor.js';

const DEADLINE_MS = 60_000;
const THERE = 'there ';

export const identityExecutor: Executor<'identity'> = {
  run: (actions, context) => inTurn(actions, (action) => place(action, context)),
};

async function place(action: ActionOf<'identity'>, context: ExecutorContext): Promise<Done> {
  const { path, record, expected } = action;
  const [done] = await runForAnswers(context, {
    scripts: ['placing', 'identity'],
    args: [path, Buffer.from(recordText(record)).toString('base64'), ...expected],
    deadlineMs: DEADLINE_MS,
    what: [`write ${path}`],
    other: (_i, answer) => (answer.startsWith(THERE) ? compared(context.session.host, action, answer.slice(THERE.length)) : undefined),
  });
  if (done === undefined) throw new Error('one thing asked, no answer judged');
  return done;
}

/** Keys in a fixed order, so that the same record has the same bytes on every host. */
function recordText({ schemaVersion, cluster, component, id }: IdentityRecord): string {
  return `${JSON.stringify({ schemaVersion, cluster, component, id })}\n`;
}

function compared(host: string, { path, record }: ActionOf<'identity'>, base64: string): Done {
  const there = Buffer.from(base64, 'base64').toString('utf8');
  if (isSame(there, record)) return { result: 'ok' };
  const error = new AppError(
    'IDENTITY_REFUSED',
    `${path} on ${host} says ${shown(there)}, not ${shown(recordText(record))}. The record was left as it is.`,
    {
      where: { host, file: path },
      todo: [
        'Find out whose directory it is: another cluster or member may live there, or two runs had different inventories.',
        'Name another directory in the inventory, or correct the ids so that they are those on record.',
      ],
    },
  );
  return { result: 'failed', error };
}

function isSame(text: string, record: IdentityRecord): boolean {
  try {
    const there: unknown = JSON.parse(text);
    if (typeof there !== 'object' || there === null) return false;
    return Object.entries(record).every(([key, value]) => (there as Record<string, unknown>)[key] === value);
  } catch {
    return false;
  }
}

const shown = (text: string): string => `"${text.trim().slice(0, 200)}"`;
