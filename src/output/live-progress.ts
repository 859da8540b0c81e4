// Progress drawn in place on a terminal's stderr: the grid of hosts and stages, redrawn as events come.
import type { RunEvent, Sink } from '../model/event.js';
import { Grid } from './grid.js';
import { clip } from './table.js';
import { drawNote, printNote } from './terminal.js';

const REDRAW_MS = 100;

export function liveProgress(): Sink {
  const grid = new Grid();
  let drawn = 0;
  let last = 0;
  const draw = (): void => {
    const columns = process.stderr.columns || 80;
    const lines = grid.lines().map((line) => clip(line, columns - 1));
    // Up to the first line of the picture and clear what is below, then the picture anew.
    const back = drawn > 0 ? `\u001b[${String(drawn)}A\u001b[0J` : '';
    drawNote(`${back}${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
    last = performance.now();
  };
  return (event: RunEvent): void => {
    if (event.kind === 'note') {
      printNote(event.text);
      drawn = 0;
      return;
    }
    grid.take(event);
    const now = performance.now();
    const important =
      event.kind === 'run-begins' || event.kind === 'run-ends' || event.kind === 'stage-ends' || event.kind === 'action-ends';
    if (important || now - last > REDRAW_MS) draw();
    if (event.kind === 'run-ends') drawn = 0;
  };
}
