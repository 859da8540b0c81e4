// One look of a watch as a terminal shows it: in place of the one before.
import type { LookResult } from '../flows/watch.js';
import { clip, table } from '../terminal/table.js';
import { verdictText } from './verdict.js';
import { hang } from '../terminal/wrap.js';

interface WatchShape {
  readonly everyS: number;
  readonly everything: boolean;
  readonly inventory: string | null;
}

/** What it is shown on; rows 0: no end. */
interface Size {
  readonly columns: number;
  readonly rows: number;
}

const SHOWN_CHANGES = 6;

/** Makes the text of each look. What changed last stays in sight until something else does. */
export function watchPicture(shape: WatchShape): (cluster: string, look: LookResult, size: Size) => string {
  const { everyS, everything, inventory } = shape;
  let changed = '';
  return (cluster, look, { columns, rows }) => {
    if (look.changes.length > 0) changed = changesText(look, columns);
    const head = `${cluster}  ${clock(look)}  look ${String(look.look)}, ${(look.ms / 1000).toFixed(1)} s, every ${String(everyS)} s  (Ctrl-C ends)`;
    const text = verdictText(look, look.sentence, everything, { columns, inventory });
    return cut([clip(head, columns), '', text, ...(changed === '' ? [] : ['', changed])].join('\n').split('\n'), rows).join('\n');
  };
}

function changesText(look: LookResult, columns: number): string {
  const shown = look.changes.slice(0, SHOWN_CHANGES);
  const heads = table(shown.map(({ kind, id, target, from, to }) => [kind, `${from ?? '-'} > ${to ?? '-'}`, id, target, '|'])).split('\n');
  const more = look.changes.length - shown.length;
  return [
    `Changed at ${clock(look)}:`,
    // Of what is still there the message stands above.
    ...shown.flatMap(({ kind, message }, i) => {
      const head = `  ${(heads[i] ?? '').slice(0, -1).trimEnd()}`;
      return kind === 'gone' ? [head, hang('      ', message, columns)] : [head];
    }),
    ...(more > 0 ? [`  and ${String(more)} more`] : []),
  ].join('\n');
}

/** In the zone of who is looking. */
const clock = ({ startedAt }: LookResult): string => new Date(startedAt).toTimeString().slice(0, 8);

function cut(lines: readonly string[], rows: number): readonly string[] {
  // The line after the last one belongs to the cursor.
  const most = rows - 2;
  if (rows <= 0 || lines.length <= most + 1) return lines;
  return [...lines.slice(0, most), `... ${String(lines.length - most)} more lines`];
}
