// The stream of events, which comes back by itself; says whether it is there.
import { setServerTime } from './clock.js';

/** @import { PageEvents, Told } from '../src/views/web/events.js' */

/** @typedef {{ [E in keyof PageEvents]: (of: PageEvents[E]) => void }} Listeners */

/** The server gives a sign of life every 5 s. */
const SILENCE_MS = 16_000;
/** For a server that refused us, to whom a browser does not come back by itself. */
const AGAIN_MS = 5000;

/**
 * @param {Listeners} listeners
 * @param {(connected: boolean) => void} onLink
 */
export function follow(listeners, onLink) {
  const source = new EventSource('/events');
  let heardAt = performance.now();
  const over = () => {
    clearInterval(watch);
    source.close();
    onLink(false);
  };
  const again = () => {
    over();
    setTimeout(() => {
      follow(listeners, onLink);
    }, AGAIN_MS);
  };
  // A link that is cut says nothing: neither does the browser, for minutes.
  const watch = setInterval(() => {
    if (performance.now() - heardAt > SILENCE_MS) again();
  }, 1000);
  /**
   * @template {keyof PageEvents} E
   * @param {E} event
   * @param {(of: PageEvents[E]) => void} listener
   */
  const listen = (event, listener) => {
    source.addEventListener(event, (/** @type {MessageEvent<string>} */ { data }) => {
      heardAt = performance.now();
      const { now, of } = /** @type {Told<E>} */ (parsed(data));
      setServerTime(now);
      onLink(true);
      listener(of);
    });
  };
  listen('hello', listeners.hello);
  listen('list', listeners.list);
  listen('verdict', listeners.verdict);
  listen('trouble', listeners.trouble);
  listen('beat', listeners.beat);
  source.addEventListener('error', () => {
    onLink(false);
    heardAt = performance.now();
    if (source.readyState === EventSource.CLOSED) again();
  });
}

/**
 * @param {string} text
 * @returns {unknown}
 */
const parsed = (text) => JSON.parse(text);
