import type { Db, EffectRecord } from './schema.ts';

/** Adds new effects and moves known ones; of a known one only what a settlement, a cancel or a coalescing changes. */
export async function upsertEffects(tx: Db, records: readonly EffectRecord[]): Promise<void> {
  await tx
    .insertInto('effects')
    .values(records)
    .onConflict(known =>
      known.column('id').doUpdateSet(row => ({
        state: row.ref('excluded.state'),
        due_at: row.ref('excluded.due_at'),
        settled_at: row.ref('excluded.settled_at'),
        result: row.ref('excluded.result'),
      })),
    )
    .execute();
}
