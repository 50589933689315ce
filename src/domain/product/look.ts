import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import { isoDay, momentOn, wallTimeAt } from '#src/base/wall-time.ts';
import { workdaysFrom } from '#src/domain/workdays.ts';
import type { ProductDefinition, ProductStream } from './state.ts';

/** The next moment in working hours of a day that was not looked at yet; null: no drill is wanted regularly. */
export function nextLook(
  { definition, looked }: Pick<ProductStream, 'definition' | 'looked'>,
  from: Instant,
): Instant | null {
  const { drills, timezone, workdays } = definition;
  if (drills.every(drill => drill.every === 'on demand')) return null;
  // Hours that cross midnight end with their day: what is said behind it would belong to the next.
  const until = workdays.to > workdays.from ? workdays.to : DAY / MINUTE;
  for (const day of workdaysFrom(from, timezone, workdays)) {
    if (!looked.includes(day) && from < momentOn(day, until, timezone))
      return Math.max(from, momentOn(day, workdays.from, timezone));
  }
  return null;
}

/** The day an instant belongs to there. */
export function dayOf({ timezone }: Pick<ProductDefinition, 'timezone'>, at: Instant): string {
  return isoDay(wallTimeAt(at, timezone));
}
