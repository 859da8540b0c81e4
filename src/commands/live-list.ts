// The hot list as it comes: drawn in place on a terminal, else one after the other.
import type { HotResult } from '../flows/hot/reader.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { hotText } from '../views/hot.js';
import type { Screen } from '../terminal/screen.js';
import { printNote, printResult } from '../terminal/terminal.js';

interface Shape {
  readonly once: boolean;
  /** Null where nothing is drawn. */
  readonly terminal: Screen | null;
  readonly quiet: boolean;
  /** Of what is not drawn: how a list is printed. */
  readonly line: (cluster: string, list: HotResult, before: HotResult | null) => string;
}

const LEAVE = 'Ctrl-C ends this view; what it shows goes on.';

export async function liveList(flow: FlowOptions, { once, terminal, quiet, line }: Shape): Promise<Outcome<HotResult>> {
  const { hot } = await import('../flows/hot.js');
  let before: HotResult | null = null;
  let shown: HotResult | null = null;
  let trouble: string | null = null;
  const draw = (): void => {
    if (shown !== null) terminal?.show(`${hotText(shown, before, trouble)}\n\n${LEAVE}`);
  };
  return hot({
    ...flow,
    once,
    onList: (cluster, list) => {
      before = shown;
      shown = list;
      if (terminal !== null) draw();
      else if (!once) printResult(line(cluster, list, before));
    },
    onTrouble: (said) => {
      if (said === trouble) return;
      trouble = said;
      if (terminal !== null) draw();
      else if (said !== null && !quiet) printNote(said);
    },
  });
}
