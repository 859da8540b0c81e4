// What was done, one line an action.
import type { ActionReport } from '../model/action.js';
import { table } from '../terminal/table.js';

export function actionsText({ changes, actions }: { readonly changes: number; readonly actions: readonly ActionReport[] }): string {
  const rows = actions.map((action) => [action.host, action.outcome ?? '', action.summary]);
  return [...(rows.length > 0 ? [table(rows)] : []), `changes: ${String(changes)}`].join('\n');
}
