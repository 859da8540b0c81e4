// Events of a run, as they happen. Sinks (terminal, plain lines, journal) render them; no decision depends on them.
import type { Action, ActionResult } from './action.js';
import type { HostName } from './cluster.js';
import type { Stage } from './stage.js';

export type RunEvent =
  | {
      readonly kind: 'run-begins';
      readonly command: string;
      readonly cluster: string;
      readonly hosts: readonly HostName[];
      readonly stages: readonly Stage[];
    }
  | { readonly kind: 'stage-begins'; readonly stage: Stage }
  | { readonly kind: 'action-begins'; readonly action: Action }
  | { readonly kind: 'action-ends'; readonly action: Action; readonly result: ActionResult; readonly ms: number; readonly error?: string }
  | { readonly kind: 'bytes'; readonly host: HostName; readonly what: string; readonly sent: number; readonly total: number }
  /** Each poll of a gate or of a permission to stop that was not yet given. */
  | { readonly kind: 'waiting'; readonly waitsFor: string; readonly saw: string; readonly elapsedMs: number; readonly deadlineMs: number }
  | { readonly kind: 'reached'; readonly waitsFor: string; readonly saw: string; readonly ms: number }
  /** A wait ended without its goal, because waiting longer is pointless; `saw` has the last look. */
  | { readonly kind: 'not-reached'; readonly waitsFor: string; readonly saw: string; readonly ms: number }
  | { readonly kind: 'stage-ends'; readonly stage: Stage }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'run-ends'; readonly exitCode: number; readonly error?: string };

export type Sink = (event: RunEvent) => void;
