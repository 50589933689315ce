// @ts-check

/** @typedef {{ zone: string, now: number }} Reader Whose zone, and what time it is in practice. */

const DAY = 86_400_000;

/**
 * Fills Slack's date tokens for one reader. An unknown token stays as it is.
 * @param {number} at epoch milliseconds
 * @param {string} pattern
 * @param {Reader} reader
 */
export function formatDate(at, pattern, reader) {
  return pattern.replace(/\{([a-z_]+)\}/g, (whole, token) => formatToken(at, token, reader) ?? whole);
}

/**
 * `20:05:09`, for the clock of the page.
 * @param {number} at
 * @param {string} zone
 */
export function formatTime(at, zone, seconds = false) {
  return part(at, zone, { hour: '2-digit', minute: '2-digit', ...(seconds ? { second: '2-digit' } : {}) });
}

/**
 * `Tue 24 Nov`
 * @param {number} at
 * @param {string} zone
 */
export function formatDay(at, zone) {
  return part(at, zone, { weekday: 'short', day: 'numeric', month: 'short' });
}

/**
 * `in 14 s`, `in 12 min`, `in 3 h`
 * @param {number} ms
 */
export function formatIn(ms) {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 100) return `in ${seconds} s`;
  if (seconds < 5_400) return `in ${Math.round(seconds / 60)} min`;
  return `in ${Math.round(seconds / 3_600)} h`;
}

/**
 * @param {number} at
 * @param {string} token
 * @param {Reader} reader
 */
function formatToken(at, token, { zone, now }) {
  const pretty = token.endsWith('_pretty') ? dayWord(at, now, zone) : undefined;
  if (pretty !== undefined) return pretty;
  switch (token.replace(/_pretty$/, '')) {
    case 'date_num':
      return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at);
    case 'date_slash':
      return part(at, zone, { day: '2-digit', month: '2-digit', year: 'numeric' });
    case 'date':
      return part(at, zone, { day: 'numeric', month: 'long', year: 'numeric' });
    case 'date_short':
      return part(at, zone, { day: 'numeric', month: 'short', year: 'numeric' });
    case 'date_long':
      return part(at, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    case 'day_divider':
      return formatDay(at, zone);
    case 'time':
      return formatTime(at, zone);
    case 'time_secs':
      return formatTime(at, zone, true);
    case 'ago':
      return ago(now - at);
    default:
      return undefined;
  }
}

/**
 * @param {number} at
 * @param {string} zone
 * @param {Intl.DateTimeFormatOptions} options
 */
function part(at, zone, options) {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at);
}

/**
 * @param {number} at
 * @param {number} now
 * @param {string} zone
 */
function dayWord(at, now, zone) {
  const day = (/** @type {number} */ instant) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant);
  if (day(at) === day(now)) return 'today';
  if (day(at) === day(now - DAY)) return 'yesterday';
  return day(at) === day(now + DAY) ? 'tomorrow' : undefined;
}

/** @param {number} ms */
function ago(ms) {
  if (ms < 0) return formatIn(-ms);
  return ms < 60_000 ? 'just now' : formatIn(ms).replace('in ', '').concat(' ago');
}

/**
 * The wall time of an instant, as an input of the browser has it: `2026-11-24T20:35`.
 * @param {number} at
 * @param {string} zone
 */
export function wallTime(at, zone) {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  return parts.format(at).replace(' ', 'T');
}

/**
 * The instant of a wall time in a zone: the reader's, which need not be that of the browser.
 * @param {string} wall
 * @param {string} zone
 */
export function instantOfWall(wall, zone) {
  const asIfUtc = Date.parse(`${wall}Z`);
  const offset = (/** @type {number} */ at) => Date.parse(`${wallTime(at, zone)}Z`) - Math.floor(at / 60_000) * 60_000;
  const first = asIfUtc - offset(asIfUtc);
  return asIfUtc - offset(first);
}
