// What a job says of itself, asked of its host.
import { remoteScript } from '../../../hosts/session/scripts.js';
import { expectSuccess } from '../../../hosts/session/script-outcome.js';
import type { Live } from '../../../model/live.js';
import type { Placed, Resolved } from '../../../model/resolved.js';
import type { JobState } from '../../../model/streaming.js';
import { parseState } from '../state.js';

const ASK_MS = 8000;

export interface JobSight {
  readonly host: string;
  /** Of the process that runs now. */
  readonly state: JobState | null;
  /** Why there is no state, or why its supervisor gave up. */
  readonly reason: string;
}

/** Asks all hosts at once; one that does not answer is a value. */
export function lookAtJobs(resolved: Resolved, component: string, live: Live, ask: typeof askJob = askJob): Promise<readonly JobSight[]> {
  return Promise.all(resolved.placed.filter(({ instance }) => instance.component === component).map((placed) => ask(placed, live)));
}

/** How a job is asked. */
export interface JobReads {
  readonly job: typeof askJob;
}

export async function askJob({ instance, layout }: Placed, live: Live): Promise<JobSight> {
  const host = instance.host.name;
  const nothing = { host, state: null };
  try {
    const session = live.session(host);
    const outcome = await session.run(remoteScript('job-state'), [layout.service.base, instance.component], {
      deadlineMs: ASK_MS,
      signal: live.signal,
    });
    const lines = expectSuccess(session, outcome, 'say how the job is doing').stdout.split('\n');
    const said = (word: string): string | undefined => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
    const failed = said('failed');
    if (failed !== undefined) return { ...nothing, reason: failed };
    const state = parseState(said('state') ?? '');
    if (state === null || String(state.pid) !== said('pid')) return { ...nothing, reason: 'it has not said anything yet' };
    return { host, state, reason: state.reason ?? '' };
  } catch (error) {
    return { ...nothing, reason: error instanceof Error ? error.message : String(error) };
  }
}

export const sayJob = ({ host, state, reason }: JobSight): string =>
  `${host}: ${state?.state ?? 'nothing'}${reason === '' ? '' : ` (${reason})`}`;
