// What was done, one line an action.
import type { DestroyResult } from '../flows/destroy.js';
import type { ServicesResult } from '../flows/services.js';
import { table } from '../terminal/table.js';

export function actionsText({ changes, actions }: ServicesResult): string {
  const rows = actions.map((action) => [action.host, action.outcome ?? '', action.summary]);
  return [...(rows.length > 0 ? [table(rows)] : []), `changes: ${String(changes)}`].join('\n');
}

export function destroyText({ changes, actions, notes, dataKept }: DestroyResult): string {
  const kept = dataKept ? ['Data and its identity records were kept; --data removes them.'] : [];
  return [actionsText({ changes, actions }), ...notes, ...kept].join('\n');
}
