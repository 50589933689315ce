import type { Settlement } from '#src/ports/store.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import type { Db } from './schema.ts';
import { isInFlight, settled } from './settlement.ts';
import { upsertEffects } from './upsert-effects.ts';

/** Moves a claimed effect on without an event. False: it was not in flight any more. */
export async function settleEffect(tx: Db, settlement: Settlement): Promise<boolean> {
  const { effectId } = settlement;
  const record = await tx.selectFrom('effects').select(EFFECT_COLUMNS).where('id', '=', effectId).executeTakeFirst();
  if (!isInFlight(record, settlement)) return false;
  // A settlement carries no clock. One that ends the effect is dated by its first claim: that only moves its pruning.
  await upsertEffects(tx, [settled(record, settlement, record.first_sent_at ?? record.created_at)]);
  return true;
}
