import type { Instant } from '#src/base/time.ts';
import { addDays, instantsOf, wallTimeAt } from '#src/base/wall-time.ts';
import type { PostmortemDue } from '#src/domain/runbook/model/incident.ts';
import type { Product, Workdays } from '#src/domain/runbook/model/product.ts';

/** Where the product names no working days: Monday to Friday until 17:00. */
const USUAL: Workdays = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60, holidays: [] };
/** Longer holidays than this are a mistake in the calendar. */
const DAYS_MAX = 400;

/** When a postmortem is due, counted from the end of the incident. */
export function postmortemDueAt(due: PostmortemDue, from: Instant, product: Product): Instant {
  if (due.kind === 'elapsed') return from + due.amount;
  const { timezone, calendar } = product;
  const workdays = calendar.workdays ?? USUAL;
  let day = wallTimeAt(from, timezone);
  let left = due.amount;
  for (let count = 0; count < DAYS_MAX && left > 0; count++) {
    const next = addDays(day, 1);
    const at = instantsOf({ ...next, hour: 12, minute: 0 }, timezone)[0] ?? from;
    day = wallTimeAt(at, timezone);
    if (isWorkday(day, workdays)) left -= 1;
  }
  const end = { ...day, hour: Math.floor(workdays.to / 60), minute: workdays.to % 60 };
  return instantsOf(end, timezone)[0] ?? from;
}

function isWorkday(day: ReturnType<typeof wallTimeAt>, { days, holidays }: Workdays): boolean {
  const two = (part: number) => String(part).padStart(2, '0');
  return days.includes(day.weekday) && !holidays.includes(`${day.year}-${two(day.month)}-${two(day.day)}`);
}
