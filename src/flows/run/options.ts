// Options that every flow takes from its command, and the outcome that it returns.
import type { Questions } from '../../model/questions.js';
import type { Sink } from '../../model/event.js';

export interface FlowOptions {
  readonly inventory: string;
  /** Host names; empty: all. Restricts what is changed, never what is looked at. */
  readonly limit: readonly string[];
  /** No downloads. */
  readonly offline: boolean;
  readonly acceptNewHostKeys: boolean;
  readonly questions: Questions;
  readonly sink: Sink;
  /** Fires on the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
}

/** `ok` and the exit code are the flow's verdict, never the formatter's. */
export interface Outcome<R extends object> {
  readonly cluster: string | null;
  readonly ok: boolean;
  readonly exitCode: number;
  readonly result: R;
}

export const done = <R extends object>(cluster: string | null, result: R): Outcome<R> => ({ cluster, ok: true, exitCode: 0, result });
