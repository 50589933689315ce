import type { Instant } from '#src/base/time.ts';
import { isoDay, momentOn, wallTimeAt } from '#src/base/wall-time.ts';
import type { PostmortemDue } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { USUAL, workdaysFrom } from '#src/domain/workdays.ts';

/** When a postmortem is due, counted from the end of the incident. */
export function postmortemDueAt(due: PostmortemDue, from: Instant, { timezone, calendar }: Product): Instant {
  if (due.kind === 'elapsed') return from + due.amount;
  const workdays = calendar.workdays ?? USUAL;
  const today = isoDay(wallTimeAt(from, timezone));
  const later = [...workdaysFrom(from, timezone, workdays)].filter(day => day !== today);
  return momentOn([today, ...later][due.amount] ?? today, workdays.to, timezone);
}
