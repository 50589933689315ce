import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import type { WallTime } from '#src/base/wall-time.ts';
import { addDays, instantsOf, wallTimeAt } from '#src/base/wall-time.ts';

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
export function readMoment(words: readonly string[], now: Instant, zone: string): ReadMoment {
  const [first = '', second = ''] = words;
  if (first.toLowerCase() === 'next-window')
    return wrong('Calendars with windows come later, so "next-window" is not known yet.');
  if (EXACT.test(first)) return exact(first, now, zone);
  if (CLOCK.test(first)) return atClock({ said: first, day: wallTimeAt(now, zone), clock: first, words: 1 }, now, zone);
  const day = dayOf(first, now, zone);
  if (day === null) return wrong(first === '' ? 'No time follows "at".' : `"${first}" is not a time.`);
  if (!CLOCK.test(second)) return wrong(`"${first}" needs a time of day behind it.`);
  return atClock({ said: `${first} ${second}`, day, clock: second, words: 2 }, now, zone);
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
      `${said} happens twice in ${zone}, because the clocks go back. Write it with its offset, for example ${isoDate(wall)}T${clockOf(wall)}+01:00.`,
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

function isoDate({ year, month, day }: WallTime): string {
  return `${year}-${two(month)}-${two(day)}`;
}

function clockOf({ hour, minute }: WallTime): string {
  return `${two(hour)}:${two(minute)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
