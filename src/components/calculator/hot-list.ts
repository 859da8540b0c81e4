// Pure: documents of the hot list, and which of them counts.
import { z } from 'zod';
import type { HotList } from '../../model/hot.js';

const amount = z.number();

const schema = z.object({
  epoch: amount,
  batchTime: z.string(),
  day: z.string(),
  offsets: z.record(z.string(), z.object({ from: amount, next: amount })),
  records: amount,
  malformed: amount,
  top: z.array(
    z.object({
      rank: amount,
      page: z.string(),
      popularity: amount,
      records: amount,
      clicks: amount,
      stay: amount,
      likes: amount,
    }),
  ),
});

/** Null for what is no such document: anybody may write to the topic. */
export function parseHotList(text: string): HotList | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success && !Number.isNaN(Date.parse(parsed.data.batchTime)) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whether `one` counts rather than `other`: a calculator that was replaced may still publish a late document. */
export function newer(one: HotList, other: HotList | null): boolean {
  if (other === null) return true;
  return one.epoch === other.epoch ? Date.parse(one.batchTime) > Date.parse(other.batchTime) : one.epoch > other.epoch;
}
