import type { EffectRow, EffectState } from '#src/ports/store.ts';
import { effectRow } from './rows.ts';
import type { Db } from './schema.ts';
import { literal } from './steady-plan.ts';

export const EFFECT_COLUMNS = [
  'id',
  'stream',
  'kind',
  'lane',
  'priority',
  'due_at',
  'attempt',
  'epoch',
  'body',
  'state',
  'look',
  'created_at',
  'first_sent_at',
  'settled_at',
  'result',
] as const;

export async function readEffect(db: Db, id: string): Promise<EffectRow | null> {
  const row = await db.selectFrom('effects').select(EFFECT_COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? effectRow(row) : null;
}

/** The effects of a run in these states, in the order they were asked for. */
export async function effectsOf(db: Db, stream: string, states: readonly EffectState[]): Promise<readonly EffectRow[]> {
  const rows = await db
    .selectFrom('effects')
    .select(EFFECT_COLUMNS)
    .where('stream', '=', stream)
    .where('state', 'in', states)
    .orderBy('position')
    .execute();
  return rows.map(effectRow);
}

/** The first due effects of a lane, in the order they were asked for: from the index of open effects, however many wait. */
export async function waitingIn(db: Db, lane: string, limit: number): Promise<readonly EffectRow[]> {
  const rows = await db
    .selectFrom('effects')
    .select(EFFECT_COLUMNS)
    .where('lane', '=', lane)
    .where('settled_at', 'is', null)
    .where('state', '=', 'due')
    .orderBy('position')
    .limit(literal(limit))
    .execute();
  return rows.map(effectRow);
}

/** How many effects this start has claimed and not settled. Orphans of an older one are in nobody's flight. */
export async function inFlight(db: Db, epoch: number): Promise<number> {
  const row = await db
    .selectFrom('effects')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'sending')
    .where('epoch', '=', epoch)
    .executeTakeFirstOrThrow();
  return row.count;
}
