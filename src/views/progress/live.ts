// Progress drawn in place on a terminal's stderr: the grid of hosts and stages, redrawn as events come.
import type { RunEvent, Sink } from '../../model/event.js';
import { Grid } from './grid.js';
import { sanitizeLine } from '../../terminal/sanitize.js';
import { clip } from '../../terminal/table.js';
import { columnsOf, printNote, redrawNotes } from '../../terminal/terminal.js';

const REDRAW_MS = 100;

export function liveProgress(): Sink {
  const grid = new Grid();
  let drawn = 0;
  let last = 0;
  const draw = (): void => {
    const columns = columnsOf('stderr') || 80;
    const lines = grid.lines().map((line) => clip(sanitizeLine(line), columns - 1));
    redrawNotes(lines, drawn);
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
