import type { Instant } from '#src/base/time.ts';
import { isLaneHead } from './lane-head.ts';
import type { Db } from './schema.ts';

/**
 * The earliest instant at which a timer is due or an effect can be claimed; null: nothing waits. An effect behind another
 * of its lane waits for that one, not for the clock, so only heads of lanes count.
 */
export async function nextDue(db: Db): Promise<Instant | null> {
  const found = [await firstTimer(db), await firstEffect(db, 'due'), await firstEffect(db, 'unknown')];
  const instants = found.filter(at => at !== undefined);
  return instants.length === 0 ? null : Math.min(...instants);
}

async function firstTimer(db: Db): Promise<Instant | undefined> {
  const row = await db.selectFrom('timers').select('at').orderBy('at').limit(1).executeTakeFirst();
  return row?.at;
}

// One state a query: the index then gives the instants in order, and the first head ends the search.
async function firstEffect(db: Db, state: 'due' | 'unknown'): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('effects as e')
    .select('e.due_at')
    .where('e.state', '=', state)
    .where(isLaneHead)
    .orderBy('e.due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.due_at;
}
