import type { Instant } from '#src/base/time.ts';
import { withLaneHeads } from './lane-heads.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';
import { literal } from './steady-plan.ts';

/**
 * The earliest instant at which a timer is due or an effect can be claimed; null: nothing waits. An effect behind another
 * of its lane waits for that one, not for the clock, so only heads of lanes count.
 */
export async function nextDue(db: Db): Promise<Instant | null> {
  const found = [await firstTimer(db), await firstEffect(db)];
  const instants = found.filter(at => at !== null);
  return instants.length === 0 ? null : Math.min(...instants);
}

async function firstTimer(db: Db): Promise<Instant | null> {
  const [row] = await timerAt(db, {});
  return row?.at ?? null;
}

async function firstEffect(db: Db): Promise<Instant | null> {
  const [row] = await effectAt(db, {});
  return row?.at ?? null;
}

const timerAt = statement(db => db.selectFrom('timers').select('at').orderBy('at').limit(literal(1)));

const effectAt = statement(db =>
  withLaneHeads(db)
    .selectFrom('heads')
    .crossJoin('effects')
    .select(eb => eb.fn.min<number | null>('effects.due_at').as('at'))
    .whereRef('effects.position', '=', 'heads.position')
    .where('effects.state', 'in', ['due', 'unknown']),
);
