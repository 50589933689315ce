import type { EffectRow, Store } from '#src/ports/store.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import { effectRow } from './rows.ts';
import type { Db } from './schema.ts';

export type RecoveryPlan = Parameters<Store['recoverEffects']>[0];

/**
 * Moves what an older start left `sending` to what the plan says, and answers it as moved. The process lock proves that
 * nobody is sending it any more; whether it arrived nobody knows.
 */
export async function recoverEffects(tx: Db, epoch: number, plan: RecoveryPlan): Promise<readonly EffectRow[]> {
  const orphans = await tx
    .selectFrom('effects')
    .select(EFFECT_COLUMNS)
    .where('state', '=', 'sending')
    .where('epoch', '<', epoch)
    .orderBy('position')
    .execute();
  const moved: EffectRow[] = [];
  for (const orphan of orphans.map(effectRow)) {
    const { state, dueAt } = plan(orphan);
    await tx.updateTable('effects').set({ state, due_at: dueAt }).where('id', '=', orphan.id).execute();
    moved.push({ ...orphan, state, dueAt });
  }
  return moved;
}
