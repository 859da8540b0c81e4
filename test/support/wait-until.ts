// Waiting in tests: asks again and again until it holds, and says at the end what it saw last.
import { setTimeout as sleep } from 'node:timers/promises';

/** `look` gives true, or says what it saw instead; what it throws counts as seen. */
export async function waitUntil(awaited: string, deadlineMs: number, look: () => Promise<true | string>): Promise<void> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const saw = await look().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    if (saw === true) return;
    if (performance.now() > end) throw new Error(`${awaited} not seen within ${String(deadlineMs)} ms; last: ${saw}`);
    await sleep(100);
  }
}
