// Time zones as java.time.ZoneId of the calculator takes them, judged here: on a host it would be too late.
import type { Judge } from '../schema/fields.js';

/** Hours, minutes and seconds of `+8`, `+08`, `+0800`, `+08:00`, `+080000` and `+08:00:00`. */
const OFFSET = /^[+-](?:(\d)|(\d\d)(?:(?::?([0-5]\d))|(?::([0-5]\d):([0-5]\d))|(?:([0-5]\d)([0-5]\d)))?)$/;
const MOST_SECONDS = 18 * 3600;

/** Of the abbreviations of three letters that Intl knows, those that Java does not leave to be guessed. */
const SHORT = ['CET', 'EET', 'GMT', 'MET', 'PRC', 'ROK', 'UCT', 'UTC', 'WET'];
/** Java tells letters apart, and every part of a region begins with a capital one. */
const REGION = /^[A-Z][A-Za-z0-9]*(?:[+-][A-Za-z0-9]+)*(?:[/_-][A-Z0-9][A-Za-z0-9]*(?:[_+-][A-Za-z0-9]+)*)*$/;

/** A time zone as Java knows it: a region of the IANA list, or an offset of at most 18 hours, also behind UTC, GMT or UT. */
export const timeZone: Judge = (text) => {
  if (/^(?:Z|UTC|GMT|UT)$/.test(text) || isOffset(text.replace(/^(?:UTC|GMT|UT)(?=[+-])/, ''))) return undefined;
  const fault = { message: 'is not a time zone', hint: 'A region such as Asia/Shanghai, UTC, or an offset such as +08:00.' };
  const canonical = known(text);
  if (canonical === null) return fault;
  if (canonical !== text && canonical.toLowerCase() === text.toLowerCase()) return { ...fault, hint: `Did you mean "${canonical}"?` };
  return REGION.test(text) && (text.length !== 3 || SHORT.includes(text)) ? undefined : fault;
};

function isOffset(text: string): boolean {
  const found = OFFSET.exec(text)
    ?.slice(1)
    .map((digits) => Number((digits as string | undefined) ?? 0));
  if (found === undefined) return false;
  const [hour = 0, hours = 0, minutes = 0, ...rest] = found;
  const [longMinutes = 0, longSeconds = 0, bareMinutes = 0, bareSeconds = 0] = rest;
  return (hour + hours) * 3600 + (minutes + longMinutes + bareMinutes) * 60 + longSeconds + bareSeconds <= MOST_SECONDS;
}

/** What Intl calls it; null for what it does not know, which it says by throwing. */
function known(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
