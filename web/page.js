// The page of "fams-ops hot --web": puts what the stream says into its places, and lets it grow old.
import { Chart, span } from './chart.js';
import { ageText, serverTime, timeIn } from './clock.js';
import { byId, element, setText } from './elements.js';
import { Ranking } from './ranking.js';
import { follow } from './stream.js';
import { showVerdict } from './verdict.js';

/** @import { About, ShownList, ShownVerdict } from '../src/views/web/events.js' */

/**
 * @type {{
 *   connected: boolean,
 *   about: About | null,
 *   list: ShownList | null,
 *   verdict: ShownVerdict | null,
 *   trouble: string | null,
 * }}
 */
const now = { connected: false, about: null, list: null, verdict: null, trouble: null };
const ranking = new Ranking(byId('rows'));
const chart = new Chart(byId('plot'));

/**
 * @param {ShownList} list
 * @param {boolean} moving
 */
function showList(list, moving) {
  now.list = list;
  ranking.show(list, chart.lead(list), moving);
  const { day, batchTime, records, malformed, foreign, epoch, rows, more } = list;
  setText(byId('day'), day);
  const { time, zone } = timeIn(batchTime, now.about?.zone ?? 'UTC');
  setText(byId('batch'), time);
  setText(byId('zone'), zone);
  byId('batch').setAttribute('datetime', batchTime);
  setText(byId('records'), records.toLocaleString('en'));
  setText(byId('malformed'), malformed.toLocaleString('en'));
  byId('malformed').dataset['some'] = String(malformed > 0);
  setText(byId('epoch'), String(epoch));
  const note = rows.length === 0 ? 'Nobody has looked at any page today.' : more === 0 ? '' : `${more} more`;
  const strangers = foreign === 0 ? '' : `${foreign} foreign document${foreign === 1 ? '' : 's'} left out`;
  setText(byId('ranking-note'), [note, strangers].filter((text) => text !== '').join(' · '));
}

/** What only time changes. */
function age() {
  const { connected, about, list, verdict, trouble } = now;
  const at = serverTime();
  const listMs = list === null ? 0 : Math.max(0, at - Date.parse(list.batchTime));
  const stale = list !== null && about !== null && listMs > about.listStaleMs;
  setText(byId('age'), list === null ? '–' : ageText(listMs));
  showLink(connected, stale || trouble !== null || list === null);
  showAlarms([
    ...(connected || about === null ? [] : ['已断开 Disconnected from fams-ops; trying again. What stands below is of then, not of now.']),
    ...(stale ? [`已过时 This list is ${ageText(listMs)} old: nobody counts now, or the counting falls behind.`] : []),
    ...(list === null && about !== null
      ? ['暂无榜单 No list was published yet. "fams-ops launch" starts the jobs; "fams-ops status" says how they are doing.']
      : []),
    ...(trouble === null ? [] : [`故障 ${trouble}`]),
  ]);
  document.body.dataset['away'] = String(!connected);
  showVerdict(verdict, {
    connected,
    ageMs: verdict === null ? 0 : Math.max(0, at - Date.parse(verdict.startedAt)),
    staleMs: about?.verdictStaleMs ?? 0,
  });
  chart.draw(at);
}

/**
 * @param {boolean} connected
 * @param {boolean} ailing
 */
function showLink(connected, ailing) {
  const lost = now.about === null ? LINK.connecting : LINK.away;
  const { state, text } = connected ? (ailing ? LINK.ailing : LINK.live) : lost;
  byId('link').dataset['state'] = state;
  setText(byId('link-text'), text);
}

const LINK = {
  connecting: { state: 'connecting', text: '连接中 Connecting' },
  away: { state: 'away', text: '已断开 Disconnected' },
  ailing: { state: 'ailing', text: '无新数据 Not live' },
  live: { state: 'live', text: '实时 Live' },
};

/** @param {readonly string[]} texts */
function showAlarms(texts) {
  const shown = [...byId('alarms').children];
  for (const [i, text] of texts.entries()) {
    const at = shown[i];
    if (at instanceof HTMLElement) setText(at, text);
    else byId('alarms').append(element('p', 'alarm', text));
  }
  for (const gone of shown.slice(texts.length)) gone.remove();
}

follow(
  {
    hello: ({ about, list, history, verdict, trouble }) => {
      Object.assign(now, { about, list, verdict, trouble });
      setText(byId('cluster'), about.cluster);
      setText(byId('chart-span'), `The last ${span(about.historyMs)}`);
      chart.begin(about, history);
      if (list === null) ranking.clear();
      else showList(list, false);
      age();
    },
    list: (list) => {
      chart.add(list);
      showList(list, true);
      age();
    },
    verdict: (verdict) => {
      now.verdict = verdict;
      age();
    },
    trouble: (trouble) => {
      now.trouble = trouble;
      age();
    },
    beat: age,
  },
  (connected) => {
    if (now.connected === connected) return;
    now.connected = connected;
    age();
  },
);
setInterval(age, 1000);
new ResizeObserver(() => {
  chart.draw(serverTime());
}).observe(byId('plot'));
