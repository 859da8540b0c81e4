// Journal: one file per run on the operator's machine, one JSON line per event, written as it happens. No decision reads it back.
import { mkdirSync, openSync, writeSync, closeSync, readdirSync, unlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Action } from '../model/action.js';
import type { RunEvent, Sink } from '../model/event.js';

const KEPT_RUNS = 200;

export interface Journal {
  /** Null when this machine does not let us write a journal; the run goes on without one. */
  readonly path: string | null;
  readonly sink: Sink;
  close(): void;
}

/** Where the runs of a cluster are kept on this machine. */
export const runsDir = (cluster: string, env: NodeJS.ProcessEnv): string =>
  join(env['XDG_STATE_HOME'] ?? join(env['HOME'] ?? homedir(), '.local', 'state'), 'fams-ops', cluster, 'runs');

/** @param warn called once, when the journal cannot be written (any more); the run goes on without it */
export function openJournal(cluster: string, command: string, env: NodeJS.ProcessEnv, warn: (text: string) => void): Journal {
  const dir = runsDir(cluster, env);
  const path = join(dir, `${new Date().toISOString().replace(/[:.]/g, '-')}-${command}-${String(process.pid)}.jsonl`);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    forgetOld(dir);
    const file = openSync(path, 'ax', 0o600);
    return { path, ...bestEffort(file, (why) => warn(`The journal of this run is cut short at ${path}: ${why}`)) };
  } catch (error) {
    warn(`This run has no journal: ${reasonOf(error)}`);
    return { path: null, sink: () => undefined, close: () => undefined };
  }
}

/** A full disk cuts the journal short, but does not fail the run. */
function bestEffort(file: number, warn: (why: string) => void): Pick<Journal, 'sink' | 'close'> {
  let broken = false;
  const attempt = (step: () => void): void => {
    try {
      step();
    } catch (error) {
      if (broken) return;
      broken = true;
      warn(reasonOf(error));
    }
  };
  return {
    sink: (event) => {
      if (!broken) attempt(() => void writeSync(file, line(event)));
    },
    close: () => attempt(() => closeSync(file)),
  };
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function forgetOld(dir: string): void {
  const runs = readdirSync(dir)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted();
  for (const name of runs.slice(0, Math.max(0, runs.length - KEPT_RUNS))) unlinkSync(join(dir, name));
}

/** Contents of files stay out: they are long, and the host has them. */
function line(event: RunEvent): string {
  const { kind } = event;
  const short = ((): object => {
    switch (event.kind) {
      case 'run-begins':
        return { ...event, stages: event.stages.map((stage) => ({ id: stage.id, actions: stage.actions.map(brief) })) };
      case 'stage-begins':
      case 'stage-ends':
        return { stage: event.stage.id };
      case 'action-begins':
      case 'action-ends':
        return { ...event, action: brief(event.action) };
      default:
        return event;
    }
  })();
  return `${JSON.stringify({ at: new Date().toISOString(), kind, ...short })}\n`;
}

const brief = ({ id, host, component, kind, summary, risks }: Action): object => ({ id, host, component, kind, summary, risks });
