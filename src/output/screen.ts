// A terminal on which one text replaces the other.
import { drawResult } from './terminal.js';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  show(text: string): void;
}

/** Null where stdout is no terminal. One that knows no cursor gets the texts one below the other. */
export function screen(env: NodeJS.ProcessEnv): Screen | null {
  const { stdout } = process;
  if (!stdout.isTTY) return null;
  const places = env['TERM'] !== 'dumb' && env['TERM'] !== undefined;
  return {
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return places ? stdout.rows : 0;
    },
    show: (text) => {
      // Home, then the text with each line cleared to its end, then all below: nothing flickers, nothing of the old text stays.
      const lines = places ? `\u001b[H${text.replaceAll('\n', '\u001b[K\n')}\u001b[K\n\u001b[J` : `${text}\n\n`;
      drawResult(lines);
    },
  };
}
