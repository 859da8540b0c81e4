// A terminal on which one text replaces the other.
import { columnsOf, isTerminal, printResult, rowsOf, showPage } from './terminal.js';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  show(text: string): void;
}

/** Null where stdout is no terminal. One that knows no cursor gets the texts one below the other. */
export function screen(env: NodeJS.ProcessEnv): Screen | null {
  if (!isTerminal('stdout')) return null;
  const places = env['TERM'] !== 'dumb' && env['TERM'] !== undefined;
  return {
    get columns() {
      return columnsOf('stdout');
    },
    get rows() {
      return places ? rowsOf('stdout') : 0;
    },
    show: (text) => {
      if (places) showPage(text);
      else printResult(`${text}\n\n`);
    },
  };
}
