import { Temporal } from 'temporal-polyfill';

/** Milliseconds since 1970-01-01T00:00Z. Everything stored or compared with something stored is one. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** `24h` is elapsed time; `1d` is the same wall time a day away, so days are kept apart from milliseconds. */
export type Duration = { readonly ms: number; readonly days: number };

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: SECOND, m: MINUTE, h: HOUR };
const DURATION = /^(\d{1,6})(ms|s|m|h|d)$/;

/** The remedy every message about a bad duration ends with. */
export const DURATION_HELP = 'write a whole number and a unit, for example 90s, 15m, 2h or 1d';

/** Reads `90s`, `15m`, `2h`, `1d`, or `1h30m`. Answers undefined for anything else, a bare number included. */
export function parseDuration(text: string): Duration | undefined {
  const parts = text.match(/\d+(?:ms|[smhd])/g);
  if (!parts || parts.join('') !== text) return undefined;
  let ms = 0;
  let days = 0;
  for (const part of parts) {
    const [, count, unit] = DURATION.exec(part) ?? [];
    if (count === undefined || unit === undefined) return undefined;
    if (unit === 'd') days += Number(count);
    else ms += Number(count) * (UNITS[unit] ?? 0);
  }
  return { ms, days };
}

/** The length of a duration where no wall clock matters (limits, ages, soaks): a day counts 24 h. */
export function durationMs(duration: Duration): number {
  return duration.ms + duration.days * DAY;
}

/** Moves an instant by a duration in a zone: days keep the wall time (a gap moves forward), the rest is elapsed. */
export function addDuration(at: Instant, duration: Duration, sign: 1 | -1, zone: string): Instant {
  if (duration.days === 0) return at + sign * duration.ms;
  const moved = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .add({ days: sign * duration.days });
  return moved.epochMilliseconds + sign * duration.ms;
}

/** `15 min`, `1 h 30 min`, `40 s`: for sentences. Rounded to seconds, at most two units. */
export function sayDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND));
  const units: readonly [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const said = units.filter(([count]) => count > 0).slice(0, 2);
  return said.length === 0 ? '0 s' : said.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** `2026-11-21T20:00:00.000Z` */
export function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** `Tue 2026-11-24 20:00 CET`: an instant in a product's zone, for places that cannot show the reader's own. */
export function sayInstant(at: Instant, zone: string): string {
  if (zone === 'UTC') return sayUtc(at);
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).formatToParts(at);
  const part = (type: string) => parts.find(one => one.type === type)?.value ?? '';
  return `${part('weekday')} ${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${part('timeZoneName')}`;
}

/** Every instant in a message has its UTC text behind it; a formatter of its own for each was a third of a status reply. */
function sayUtc(at: Instant): string {
  const date = new Date(at);
  const text = date.toISOString();
  return `${date.toUTCString().slice(0, 3)} ${text.slice(0, 10)} ${text.slice(11, 16)} UTC`;
}
