import type { Instant } from '#src/base/time.ts';
import { addDays, isoDay, wallTimeAt } from '#src/base/wall-time.ts';
import type { Workdays } from './runbook/model/product.ts';

/** Where the product names no working days: Monday to Friday until 17:00. */
export const USUAL: Workdays = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60, holidays: [] };
/** Longer holidays than this are a mistake in the calendar. */
const DAYS_MAX = 400;

/** The working days (`2026-12-28`) from that of an instant on, which is one of them where it is a working day. */
export function* workdaysFrom(at: Instant, zone: string, { days, holidays }: Workdays): Generator<string> {
  const first = wallTimeAt(at, zone);
  for (let later = 0; later < DAYS_MAX; later += 1) {
    const weekday = ((first.weekday + later - 1) % 7) + 1;
    if (!days.includes(weekday)) continue;
    const day = isoDay(addDays(first, later));
    if (!holidays.includes(day)) yield day;
  }
}
