import { stretches } from '#src/base/offsets.ts';
import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import type { CalendarRules } from '#src/domain/runbook/model/calendar.ts';
import type { Calendar, Closure } from './closures.ts';
import { closuresAt, closuresOn } from './closures.ts';

/** How far ahead an opening or the end of one is looked for: longer than any freeze somebody means. */
const HORIZON_MS = 400 * DAY;

export type Openness = {
  /** Rules that close it now and were not accepted; nothing: it is open. */
  readonly closures: readonly Closure[];
  /** While open, when it closes; while closed, when it opens by itself. Null: not within 400 days. */
  readonly until: Instant | null;
};

/** Rules somebody who may has accepted for a run close nothing for it. */
export type Accepted = ReadonlySet<string>;
const NOTHING: Accepted = new Set();

/** Is it open at an instant, why not, and until when that stays so. */
export function opennessAt(calendar: Calendar, at: Instant, accepted: Accepted = NOTHING): Openness {
  const closures = standing(closuresAt(calendar, at), accepted);
  const open = closures.length === 0;
  return { closures, until: firstWhere(calendar, at, wall => isOpen(calendar.rules, wall, accepted) !== open) };
}

/** When it is open next: now, if it is. Null: not within 400 days. */
export function nextOpening(calendar: Calendar, at: Instant, accepted: Accepted = NOTHING): Instant | null {
  const { closures, until } = opennessAt(calendar, at, accepted);
  return closures.length === 0 ? at : until;
}

/** The next time it opens; what is open now already is not meant. Null: not within 400 days. */
export function openingAfter(calendar: Calendar, at: Instant): Instant | null {
  const { closures, until } = opennessAt(calendar, at);
  return closures.length > 0 || until === null ? until : nextOpening(calendar, until);
}

/** When other rules close it than do now: who may open it changes with them. Null: not within 400 days. */
export function nextChange(calendar: Calendar, at: Instant): Instant | null {
  const now = names(closuresAt(calendar, at));
  return firstWhere(calendar, at, wall => names(closuresOn(calendar.rules, wall)) !== now);
}

/** A stretch of open time; `to` is not included, null: it does not end within the horizon. */
export type Opening = { readonly from: Instant; readonly to: Instant | null };

/** The openings that touch a time, in order, the first as it is if it began before. */
export function openings(calendar: Calendar, from: Instant, to: Instant): readonly Opening[] {
  const found: Opening[] = [];
  let at = nextOpening(calendar, from);
  while (at !== null && at < to) {
    const { until } = opennessAt(calendar, at);
    found.push({ from: at, to: until });
    at = until === null ? null : nextOpening(calendar, until);
  }
  return found;
}

function standing(closures: readonly Closure[], accepted: Accepted): readonly Closure[] {
  return closures.filter(one => !accepted.has(one.rule));
}

function isOpen(rules: CalendarRules, wall: number, accepted: Accepted): boolean {
  return standing(closuresOn(rules, wall), accepted).length === 0;
}

function names(closures: readonly Closure[]): string {
  return closures.map(one => one.rule).join('\n');
}

/**
 * The first instant after `at` whose wall clock satisfies `wanted`. What a calendar says changes only where a rule begins
 * or ends, at midnight, and when the clocks change; between clock changes all of these are plain arithmetic.
 */
function firstWhere({ zone, rules }: Calendar, at: Instant, wanted: (wall: number) => boolean): Instant | null {
  const minutes = boundaries(rules);
  for (const { from, to, offsetMs } of stretches(at, at + HORIZON_MS, zone)) {
    if (from > at && wanted(from + offsetMs)) return from;
    const last = Math.floor((to - 1 + offsetMs) / DAY);
    for (let day = Math.floor((from + offsetMs) / DAY); day <= last; day += 1) {
      for (const minute of minutes) {
        const wall = day * DAY + minute * MINUTE;
        const instant = wall - offsetMs;
        if (instant > from && instant < to && wanted(wall)) return instant;
      }
    }
  }
  return null;
}

/** Minutes of the day at which a rule begins or ends, midnight among them. */
function boundaries({ allow, deny }: CalendarRules): readonly number[] {
  const all = [...allow, ...deny].flatMap(({ from, to }) => [from, to]);
  return [...new Set([0, ...all])].toSorted((a, b) => a - b);
}
