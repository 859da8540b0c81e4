// Pure: the state file of a job, and whether it is of the process that runs now.
import { z } from 'zod';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import type { JobState } from '../../model/streaming.js';

const amount = z.number().nonnegative().optional();

const schema = z.object({
  state: z.string(),
  pid: z.number(),
  at: z.string(),
  reason: z.string().optional(),
  epoch: amount,
  batchTime: z.string().optional(),
  intervalMs: amount,
  batchMs: amount,
  delayMs: amount,
  lag: z.record(z.string(), z.number()).optional(),
  records: amount,
  malformed: amount,
  pages: amount,
  snapshotAt: z.string().optional(),
  snapshotOffset: amount,
  appId: z.string().optional(),
  webUrl: z.string().optional(),
  sent: amount,
  acknowledged: amount,
  failed: amount,
  perSecond: amount,
});

/** Null for what is no state. */
export function parseState(text: string): JobState | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success
      ? (Object.fromEntries(Object.entries(parsed.data).filter(([, one]) => one !== undefined)) as unknown as JobState)
      : null;
  } catch {
    return null;
  }
}

/** What the running process wrote, or the one that ran last where none does; null where nothing of it is there. */
export function stateOf({ instance, layout }: Placed, facts: HostFacts): JobState | null {
  const file = layout.stateFile === null ? undefined : facts.files[layout.stateFile];
  if (file?.kind !== 'file' || file.text === null) return null;
  const state = parseState(file.text);
  const service = facts.services[instance.component];
  // Between two starts there is no process: what the last one said of itself is over.
  return service?.state === 'running' && service.pid !== state?.pid ? null : state;
}

/** How old it was when the host was asked, in ms of the host's own clock. */
export const ageMs = (at: string, { clockMs }: Pick<HostFacts, 'clockMs'>): number => Math.max(0, clockMs - Date.parse(at));
