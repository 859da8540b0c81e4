// Progress as lines: where no terminal draws them, for logs and for those who read them later.
import type { RunEvent, Sink } from '../../model/event.js';
import { printNote } from '../../terminal/terminal.js';

/** How often a wait that goes on is mentioned again. */
const REMIND_MS = 10_000;

export function plainProgress(print: (line: string) => void = printNote): Sink {
  const began = performance.now();
  const waits = new Map<string, number>();
  const say = (text: string): void => print(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)}s  ${text}`);
  return (event: RunEvent): void => {
    switch (event.kind) {
      case 'stage-begins':
        say(`== ${event.stage.title}`);
        break;
      case 'action-ends':
        say(`${event.action.host}  ${event.result}  ${event.action.summary}${event.error === undefined ? '' : `: ${event.error}`}`);
        break;
      case 'waiting': {
        const last = waits.get(event.waitsFor) ?? -REMIND_MS;
        if (event.elapsedMs - last < REMIND_MS) break;
        waits.set(event.waitsFor, event.elapsedMs);
        say(`waiting for ${event.waitsFor}; seen: ${event.saw}`);
        break;
      }
      case 'reached':
        waits.delete(event.waitsFor);
        say(`reached: ${event.waitsFor} (${event.saw})`);
        break;
      case 'not-reached':
        waits.delete(event.waitsFor);
        say(`not waiting any longer for ${event.waitsFor} (${event.saw})`);
        break;
      case 'note':
        say(event.text);
        break;
      default:
        break;
    }
  };
}
