import type { Instant } from '#src/base/time.ts';
import type { TimerRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';
import { literal } from './steady-plan.ts';

/** The timers due at `now`, earliest first. They stay until a change fires, replaces or clears them. */
export async function dueTimers(db: Db, now: Instant, limit: number): Promise<readonly TimerRow[]> {
  return db
    .selectFrom('timers')
    .select(['stream', 'name', 'at', 'policy'])
    .where('at', '<=', now)
    .orderBy('at')
    .orderBy('stream')
    .orderBy('name')
    .limit(literal(limit))
    .execute();
}
