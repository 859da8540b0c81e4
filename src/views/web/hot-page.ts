// The page of hot --web: what it shows now, for whoever opens it, and what changes, for whoever looks at it.
import type { Page, PageAbout } from '../../flows/hot/page.js';
import type { HotList } from '../../model/streaming.js';
import type { ListenAt } from './address.js';
import { exposure, urlOf } from './address.js';
import { readAssets } from './assets.js';
import type { Hello, ShownVerdict } from './events.js';
import { History } from './history.js';
import { serve } from './serve.js';
import { shownList, shownText, shownVerdict, unknownVerdict } from './shown.js';
import { Viewers, type ViewerLimits } from './viewers.js';

export interface HotPage extends Page {
  /** Who else can read it; null where only this machine can. */
  readonly warning: string | null;
}

const HISTORY_MS = 5 * 60_000;
/** Where lists come so seldom that the minutes would hold but a few. */
const HISTORY_LISTS = 30;

/** @throws AppError as serve */
export async function openHotPage(about: PageAbout, at: ListenAt, limits?: ViewerLimits): Promise<HotPage> {
  const historyMs = Math.max(HISTORY_MS, HISTORY_LISTS * about.intervalMs);
  const history = new History(historyMs);
  let now: Omit<Hello, 'history'> = { about: { ...about, historyMs }, list: null, verdict: null, trouble: null };
  let last: HotList | null = null;
  const viewers = new Viewers(() => ({ ...now, history: history.shown() }), limits);
  const served = await serve(at, readAssets(), viewers);
  const judge = (verdict: ShownVerdict): void => {
    now = { ...now, verdict };
    viewers.tell('verdict', verdict);
  };
  return {
    url: urlOf({ host: at.host, port: served.at.port }),
    warning: exposure(served.at.host),
    list: (list) => {
      const shown = shownList(list, last);
      last = list;
      history.add(list);
      now = { ...now, list: shown };
      viewers.tell('list', shown);
    },
    trouble: (message) => {
      const trouble = message === null ? null : shownText(message);
      if (trouble === now.trouble) return;
      now = { ...now, trouble };
      viewers.tell('trouble', trouble);
    },
    verdict: (verdict) => judge(shownVerdict(verdict)),
    unknown: (why) => judge(unknownVerdict(why, new Date())),
    close: () => served.close(),
  };
}
