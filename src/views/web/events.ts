// What the page hot --web is told, as JSON over server-sent events. The scripts of the page take these types too. Types only, and
// none of a flow: the scripts of the page are checked against them without the types of Node.
import type { Since } from '../../components/calculator/list-change.js';

export interface About {
  readonly cluster: string;
  /** Of the calculator's days. */
  readonly zone: string;
  readonly intervalMs: number;
  /** A list that is older says nothing of now, nor does a verdict. */
  readonly listStaleMs: number;
  readonly verdictStaleMs: number;
  /** How far back the chart goes. */
  readonly historyMs: number;
}

export interface ShownRow {
  readonly rank: number;
  readonly page: string;
  readonly popularity: number;
  readonly records: number;
  readonly since: Since;
}

export interface ShownList {
  readonly epoch: number;
  /** ISO 8601 UTC. */
  readonly batchTime: string;
  readonly day: string;
  readonly records: number;
  readonly malformed: number;
  /** Documents that no calculator can have written, and that were left out. */
  readonly foreign: number;
  readonly rows: readonly ShownRow[];
  /** Rows that are left out. */
  readonly more: number;
}

/** Popularity of pages at one time; of each its place in the list of names that comes along. */
export interface HistoryPoint {
  /** Ms since 1970. */
  readonly at: number;
  readonly day: string;
  readonly values: readonly (readonly [number, number])[];
}

export interface ShownHistory {
  readonly pages: readonly string[];
  readonly points: readonly HistoryPoint[];
}

export interface ShownProblem {
  readonly status: 'ok' | 'warn' | 'crit' | 'unknown' | 'skip';
  readonly id: string;
  readonly target: string;
  readonly message: string;
  readonly also: string;
  readonly fix: string;
}

export interface ShownVerdict {
  readonly status: 'ok' | 'warn' | 'crit' | 'unknown';
  readonly sentence: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Findings that are ok, and findings at all. */
  readonly ok: number;
  readonly of: number;
  readonly problems: readonly ShownProblem[];
  readonly more: number;
}

/** All that there is to show, for a page that has just been opened or has been away. */
export interface Hello {
  readonly about: About;
  /** Null: nothing was published yet. */
  readonly list: ShownList | null;
  readonly history: ShownHistory;
  /** Null: the first look is under way. */
  readonly verdict: ShownVerdict | null;
  readonly trouble: string | null;
}

/** By the name of the event. Each comes with `now`, the time of the server in ms since 1970. */
export interface PageEvents {
  readonly hello: Hello;
  readonly list: ShownList;
  readonly verdict: ShownVerdict;
  readonly trouble: string | null;
  /** Says only that the server is there. */
  readonly beat: null;
}

export interface Told<E extends keyof PageEvents> {
  readonly now: number;
  readonly of: PageEvents[E];
}
