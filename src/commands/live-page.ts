// The hot list as a page: says where it is, and what hinders as it comes.
import { hotPage, type HotPageResult } from '../flows/hot/page.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { succeeded } from '../views/envelope.js';
import { printNote, printResult } from '../terminal/terminal.js';
import type { ListenAt } from '../views/web/address.js';
import { openHotPage } from '../views/web/hot-page.js';

interface Shape {
  readonly at: ListenAt;
  readonly json: boolean;
  readonly quiet: boolean;
}

export function livePage(flow: FlowOptions, { at, json, quiet }: Shape): Promise<Outcome<HotPageResult>> {
  let told: string | null = null;
  return hotPage({
    ...flow,
    open: async (about) => {
      const page = await openHotPage(about, at);
      const { url, warning } = page;
      if (warning !== null && !quiet) printNote(`warning: ${warning}`);
      if (json) printResult(JSON.stringify(succeeded({ command: 'hot', cluster: about.cluster }, true, { url })));
      else if (!quiet) printResult(`Today's hot topics: ${url}  (Ctrl-C ends)`);
      const trouble = (said: string | null): void => {
        if (said !== null && said !== told && !quiet) printNote(said);
        told = said;
        page.trouble(said);
      };
      return { ...page, trouble };
    },
  });
}
