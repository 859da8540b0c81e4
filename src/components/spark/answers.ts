// Pure: the `/json/` page of a Spark 1.3.1 master.
import { z } from 'zod';
import type { MasterAnswer } from '../../model/streaming.js';

const answer = z.object({
  url: z.string(),
  status: z.string(),
  workers: z.array(
    z.object({
      host: z.string(),
      port: z.number(),
      cores: z.number(),
      coresused: z.number(),
      memory: z.number(),
      memoryused: z.number(),
      state: z.string(),
    }),
  ),
  activeapps: z.array(z.object({ id: z.string(), name: z.string(), state: z.string(), cores: z.number().optional() })),
});

/** Throws a plain Error for what is no such page. */
export function masterAnswer(value: unknown): MasterAnswer {
  const parsed = answer.safeParse(value);
  if (!parsed.success) throw new Error('its page is not that of a Spark master');
  const { url, status, workers, activeapps } = parsed.data;
  return {
    url,
    status,
    workers: workers.map(({ host, port, cores, coresused, memory, memoryused, state }) => ({
      host,
      port,
      cores,
      coresUsed: coresused,
      memoryMb: memory,
      memoryUsedMb: memoryused,
      state,
    })),
    apps: activeapps.map(({ cores, ...app }) => ({ ...app, maxCores: cores ?? null })),
  };
}
