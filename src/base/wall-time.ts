import { Temporal } from 'temporal-polyfill';
import type { Instant } from './time.ts';

/** A time as a clock on a wall shows it, without its zone. Months and days count from 1. */
export type WallTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

/**
 * The instants a wall time can mean in a zone: one; none in the hour a clock change leaves out, or for a day no calendar
 * has; two in the hour it repeats.
 */
export function instantsOf(wall: WallTime, zone: string): readonly Instant[] {
  const local = localOf(wall);
  if (local === null) return [];
  const [earlier, later] = (['earlier', 'later'] as const).map(disambiguation =>
    local.toZonedDateTime(zone, { disambiguation }),
  );
  if (!earlier || !later || !earlier.toPlainDateTime().equals(local)) return [];
  return [...new Set([earlier.epochMilliseconds, later.epochMilliseconds])];
}

/** What the wall shows at an instant, and the day of the week (1 Monday to 7 Sunday). */
export function wallTimeAt(at: Instant, zone: string): WallTime & { readonly weekday: number } {
  const { year, month, day, hour, minute, dayOfWeek } =
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return { year, month, day, hour, minute, weekday: dayOfWeek };
}

/** So many minutes into a day, 24 h at most; where the clocks leave that moment out it is as much later, where they repeat it the first. */
export function momentOn(day: string | WallTime, minutes: number, zone: string): Instant {
  const local = Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes });
  return local.toZonedDateTime(zone).epochMilliseconds;
}

/** `2026-12-20` */
export function isoDay(day: WallTime): string {
  return Temporal.PlainDate.from(day).toString();
}

/** The same wall time some days later. */
export function addDays(wall: WallTime, days: number): WallTime {
  const { year, month, day } = Temporal.PlainDate.from(wall).add({ days });
  return { ...wall, year, month, day };
}

function localOf(wall: WallTime): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(wall, { overflow: 'reject' });
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}
