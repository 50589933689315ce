import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import type { WallTime } from '#src/base/wall-time.ts';
import { addDays, instantsOf, isoDay, wallTimeAt } from '#src/base/wall-time.ts';

import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import { openingAfter } from '#src/domain/policy/calendar/openness.ts';

export type ReadMoment =
  /** `words`: how many of them it took. */
  | { readonly ok: true; readonly at: Instant; readonly words: number }
  /** A sentence: what came, and how to write it. */
  | { readonly ok: false; readonly problem: string };

const HELP = 'Write for example 20:00, Tue 20:00, tomorrow 20:00 or 2026-11-24 20:00';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const EXACT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** Reads what follows `at`, in a product's zone. A time that is past, or that a clock change leaves out or repeats, is refused. */
export function readMoment(
  words: readonly string[],
  now: Instant,
  zone: string,
  calendar: Calendar | null = null,
): ReadMoment {
  const [first = '', second = ''] = words;
  if (first.toLowerCase() === 'next-window') return nextWindow(now, calendar);
  if (EXACT.test(first)) return exact(first, now, zone);
  if (CLOCK.test(first)) return atClock({ said: first, day: wallTimeAt(now, zone), clock: first, words: 1 }, now, zone);
  const day = dayOf(first, now, zone);
  if (day === null) return wrong(first === '' ? 'No time follows "at".' : `"${first}" is not a time.`);
  if (!CLOCK.test(second)) return wrong(`"${first}" needs a time of day behind it.`);
  return atClock({ said: `${first} ${second}`, day, clock: second, words: 2 }, now, zone);
}

/** The next time the product's calendar opens. */
function nextWindow(now: Instant, calendar: Calendar | null): ReadMoment {
  const { allow = [], deny = [] } = calendar?.rules ?? {};
  if (calendar === null || allow.length + deny.length === 0)
    return wrong('This product has no windows in its calendar, so there is no next one.');
  const at = openingAfter(calendar, now);
  return at === null ? wrong('The calendar opens no more within a year.') : { ok: true, at, words: 1 };
}

export type ReadDays =
  | { readonly ok: true; readonly from: string; readonly to: string }
  | { readonly ok: false; readonly problem: string };

/** Reads `FROM..TO`, or one day: dates, `today`, `tomorrow`, weekdays. Both days are meant. */
export function readDays(text: string, now: Instant, zone: string): ReadDays {
  const [first = '', last = first, ...more] = text.split('..');
  const from = dayOf(first, now, zone);
  const to = dayOf(last, now, zone);
  const wrongDay = from === null || !isDay(from) ? first : to === null || !isDay(to) ? last : null;
  if (more.length > 0 || wrongDay !== null || from === null || to === null)
    return { ok: false, problem: `"${wrongDay ?? text}" is not a day.` };
  const [today, begins, ends] = [wallTimeAt(now, zone), from, to].map(isoDay) as [string, string, string];
  if (ends < begins) return { ok: false, problem: `${ends} is before ${begins}.` };
  if (ends < today) return { ok: false, problem: `${ends} is past; it is ${today} today.` };
  return { ok: true, from: begins, to: ends };
}

/** There is such a day in some calendar. */
function isDay(day: WallTime): boolean {
  return instantsOf({ ...day, hour: 12, minute: 0 }, 'UTC').length > 0;
}

type Wanted = { readonly said: string; readonly day: WallTime; readonly clock: string; readonly words: number };

function atClock(wanted: Wanted, now: Instant, zone: string): ReadMoment {
  const { said, words } = wanted;
  const wall = withClock(wanted.day, wanted.clock);
  const found = instantsOf(wall, zone);
  const [at] = found;
  if (at === undefined)
    return wrong(`${said} does not exist in ${zone}: there is no such day, or the clocks leave that hour out.`);
  if (found.length > 1)
    return wrong(
      `${said} happens twice in ${zone}, because the clocks go back. Write it with its offset, for example ${isoDay(wall)}T${clockOf(wall)}+01:00.`,
    );
  if (at > now) return { ok: true, at, words };
  // A weekday means the next one: said on Tuesday evening, "Tue 20:00" is a week away.
  if (isWeekday(said)) return atClock({ ...wanted, day: addDays(wanted.day, 7) }, now, zone);
  return past(at, now, zone);
}

function exact(text: string, now: Instant, zone: string): ReadMoment {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return wrong(`"${text}" is not a time.`);
  return at > now ? { ok: true, at, words: 1 } : past(at, now, zone);
}

/** The day a word names, seen from now; null: it names none. */
function dayOf(word: string, now: Instant, zone: string): WallTime | null {
  const today = wallTimeAt(now, zone);
  const lower = word.toLowerCase();
  if (lower === 'today') return today;
  if (lower === 'tomorrow') return addDays(today, 1);
  const date = DATE.exec(word);
  if (date) return { ...today, year: Number(date[1]), month: Number(date[2]), day: Number(date[3]) };
  if (!isWeekday(word)) return null;
  const wanted = DAYS.indexOf(lower.slice(0, 3)) + 1;
  return addDays(today, (wanted - today.weekday + 7) % 7);
}

function isWeekday(said: string): boolean {
  return /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b/i.test(said);
}

function withClock(day: WallTime, clock: string): WallTime {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const { year, month, day: date } = day;
  return { year, month, day: date, hour, minute };
}

function past(at: Instant, now: Instant, zone: string): ReadMoment {
  return wrong(`${sayInstant(at, zone)} is past; it is ${sayInstant(now, zone)} now.`);
}

function wrong(why: string): ReadMoment {
  return { ok: false, problem: `${why} ${HELP}.` };
}

function clockOf({ hour, minute }: WallTime): string {
  return `${two(hour)}:${two(minute)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
