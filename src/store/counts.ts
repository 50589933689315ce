import type { StoreCounts } from '#src/ports/store.ts';
import type { Db } from './schema.ts';

/** Figures for /metrics, each from an index. */
export async function readCounts(db: Db): Promise<StoreCounts> {
  // Events are never deleted, so the last position is their number; counting them would grow with the years.
  const events = await db
    .selectFrom('events')
    .select(eb => eb.fn.max('position').as('count'))
    .executeTakeFirst();
  const effects = await db
    .selectFrom('effects')
    .select(eb => ['state', eb.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const timers = await db
    .selectFrom('timers')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  const open = await db
    .selectFrom('runs')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('open', '=', 1)
    .executeTakeFirst();
  return {
    events: events?.count ?? 0,
    effects: Object.fromEntries(effects.map(({ state, count }) => [state, count])),
    timers: timers?.count ?? 0,
    openRuns: open?.count ?? 0,
  };
}
