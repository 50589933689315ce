import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';
import { literal } from './steady-plan.ts';

/** When the newest event was recorded; null: none was. */
export async function lastAt(db: Db): Promise<Instant | null> {
  const [row] = await newest(db, {});
  return row?.at ?? null;
}

const newest = statement(db => db.selectFrom('events').select('at').orderBy('position', 'desc').limit(literal(1)));
