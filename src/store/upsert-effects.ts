import type { Db, EffectRecord } from './schema.ts';
import { statement } from './statement.ts';

/** Adds new effects and moves known ones; of a known one only what a settlement, a cancel or a coalescing changes. */
export async function upsertEffects(tx: Db, records: readonly EffectRecord[]): Promise<void> {
  await upsertEffect(tx, ...records);
}

const upsertEffect = statement((tx, effect: EffectRecord) =>
  tx
    .insertInto('effects')
    .values({
      id: effect.id,
      stream: effect.stream,
      kind: effect.kind,
      lane: effect.lane,
      priority: effect.priority,
      due_at: effect.due_at,
      attempt: effect.attempt,
      epoch: effect.epoch,
      body: effect.body,
      state: effect.state,
      look: effect.look,
      created_at: effect.created_at,
      first_sent_at: effect.first_sent_at,
      settled_at: effect.settled_at,
      result: effect.result,
    })
    .onConflict(known =>
      known.column('id').doUpdateSet(row => ({
        state: row.ref('excluded.state'),
        due_at: row.ref('excluded.due_at'),
        settled_at: row.ref('excluded.settled_at'),
        result: row.ref('excluded.result'),
      })),
    ),
);
