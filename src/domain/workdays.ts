import type { Instant } from '#src/base/time.ts';
import { addDays, isoDay, wallTimeAt } from '#src/base/wall-time.ts';
import type { Workdays } from './runbook/model/product.ts';

/** Where the product names no working days: Monday to Friday until 17:00. */
export const USUAL: Workdays = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60, holidays: [] };
/** Longer holidays than this are a mistake in the calendar. */
const DAYS_MAX = 400;

/** The working days (`2026-12-28`) from that of an instant on, which is one of them where it is a working day. */
export function workdaysFrom(at: Instant, zone: string, { days, holidays }: Workdays): readonly string[] {
  const first = wallTimeAt(at, zone);
  return Array.from({ length: DAYS_MAX }, (_, later) => later).flatMap(later => {
    const day = isoDay(addDays(first, later));
    const weekday = ((first.weekday + later - 1) % 7) + 1;
    return days.includes(weekday) && !holidays.includes(day) ? [day] : [];
  });
}
