// Ledger: the result of each action, reported to the sink as it happens.
import type { Action, ActionReport, ActionResult } from '../model/action.js';
import type { Sink } from '../model/event.js';

interface Entry {
  readonly outcome: ActionResult;
  readonly ms: number;
}

export class Ledger {
  private readonly entries = new Map<string, Entry>();
  private readonly sink: Sink;

  constructor(sink: Sink) {
    this.sink = sink;
  }

  begins(actions: readonly Action[]): void {
    for (const action of actions) this.sink({ kind: 'action-begins', action });
  }

  ends(action: Action, result: ActionResult, ms: number, error?: string): void {
    this.entries.set(action.id, { outcome: result, ms });
    this.sink({ kind: 'action-ends', action, result, ms, ...(error !== undefined && { error }) });
  }

  reports(actions: readonly Action[]): readonly ActionReport[] {
    return actions.map((action) => ({ ...report(action), ...(this.entries.get(action.id) ?? { outcome: 'not-run' as const }) }));
  }
}

/** An action as documents show it, without the bytes that it carries. */
export function report({ id, host, component, kind, summary, diff, risks }: Action): ActionReport {
  return { id, host, component, kind, summary, risks, ...(diff !== undefined && { diff }) };
}
