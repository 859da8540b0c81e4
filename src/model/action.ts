// An action is data: `plan` prints it, `apply` executes the same value, the journal names it.
import type { ComponentName, HostName, Topic } from './cluster.js';
import type { BundleUse, Service } from './component.js';
import type { IdentityRecord } from './facts.js';
import type { Risk } from './risk.js';

interface ActionHead {
  /** Unique in a plan and stable from run to run: `host/component/kind/what`. */
  readonly id: string;
  /** The host that it happens on; for topics, the one whose tools are used. */
  readonly host: HostName;
  readonly component: ComponentName;
  /** One line for people. */
  readonly summary: string;
  /** Unified diff, for files that are there already. */
  readonly diff?: string;
  readonly risks: readonly Risk[];
}

export type Action = ActionHead &
  (
    | { readonly kind: 'dir'; readonly path: string; readonly mode: number }
    | { readonly kind: 'bundle'; readonly use: BundleUse }
    | { readonly kind: 'file'; readonly path: string; readonly text: string; readonly mode: number }
    | {
        readonly kind: 'identity';
        readonly path: string;
        readonly record: IdentityRecord;
        /** Names that may lie beside it. */ readonly expected: readonly string[];
      }
    | { readonly kind: 'service-start'; readonly service: Service }
    | { readonly kind: 'service-stop'; readonly service: Service; /** Kill what does not stop in time. */ readonly kill: boolean }
    | { readonly kind: 'service-restart'; readonly service: Service }
    | { readonly kind: 'topic-create'; readonly topic: Topic }
    | { readonly kind: 'topic-alter'; readonly topic: Topic; readonly change: TopicChange }
    | ({ readonly kind: 'remove' } & Removal)
  );

/** One tree that fams-ops made, and what says so. */
export interface Removal {
  readonly path: string;
  /** Where the path led when the removal was decided. */
  readonly real: string;
  readonly proof:
    /** The text of its fams-ops.json, and the names in it that are its component's; others stay, and the record with them. */
    | { readonly of: 'data'; readonly record: string; readonly names: string }
    /** The file of its record. */
    | { readonly of: 'software'; readonly record: string }
    /** The names in it that fams-ops gives; others stay. */
    | { readonly of: 'base'; readonly names: string };
}

export interface TopicChange {
  /** New number of partitions, larger than now; null leaves it. */
  readonly partitions: number | null;
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

export type ActionKind = Action['kind'];
export type ActionOf<K extends ActionKind> = Extract<Action, { kind: K }>;

/** `ok`: it was as wanted already. `skipped`: not in --limit. `not-run`: an earlier one failed. */
export type ActionResult = 'changed' | 'ok' | 'failed' | 'skipped' | 'not-run';

/** An action as the documents of `--json` show it. */
export interface ActionReport {
  readonly id: string;
  readonly host: HostName;
  readonly component: ComponentName;
  readonly kind: ActionKind;
  readonly summary: string;
  readonly diff?: string;
  readonly risks: readonly Risk[];
  readonly outcome?: ActionResult;
  readonly ms?: number;
}
