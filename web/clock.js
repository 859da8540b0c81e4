// Times as the server has them: the clock of who is looking may be wrong.

/** How far the clock of the server is ahead of ours, ms. */
let ahead = 0;

/** @param {number} now of the server, just told */
export function setServerTime(now) {
  ahead = now - Date.now();
}

/** Ms since 1970. */
export const serverTime = () => Date.now() + ahead;

/**
 * @param {number} ms
 * @returns {string} in the two largest units
 */
export function ageText(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  const min = Math.floor(s / 60);
  if (min < 60) return `${min} min ${s % 60} s`;
  return `${Math.floor(min / 60)} h ${min % 60} min`;
}

/**
 * The time of day where the list has its days; UTC where this browser does not know the zone.
 * @param {string} iso
 * @param {string} zone
 * @returns {{ time: string, zone: string }}
 */
export function timeIn(iso, zone) {
  const at = new Date(iso);
  try {
    return { time: at.toLocaleTimeString('en-GB', { timeZone: zone, hour12: false }), zone };
  } catch {
    return { time: at.toLocaleTimeString('en-GB', { timeZone: 'UTC', hour12: false }), zone: 'UTC' };
  }
}
