import type { Claim, EffectRow } from '#src/ports/store.ts';
import { withLaneHeads } from './lane-heads.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import { effectRow } from './rows.ts';
import type { Db } from './schema.ts';
import { literal } from './steady-plan.ts';

/**
 * Marks the heads of lanes that are due as `sending` in this epoch, highest priority first, and answers them in that
 * order. A lane has one head, so at most one of each is taken. Answer only after the commit: a call made before it could
 * be made again after a crash.
 */
export async function claimEffects(tx: Db, epoch: number, claim: Claim): Promise<readonly EffectRow[]> {
  const { now, limit, skipLanes } = claim;
  const rows = await withLaneHeads(tx)
    .updateTable('effects')
    .set(eb => ({
      state: 'sending',
      epoch,
      attempt: eb('attempt', '+', 1),
      look: eb.case().when('state', '=', 'unknown').then(1).else(0).end(),
      first_sent_at: eb.fn.coalesce('first_sent_at', eb.val(now)),
    }))
    .where('position', 'in', eb =>
      eb
        .selectFrom('heads')
        // A cross join is taken in this order: from the few heads to their rows.
        .crossJoin('effects as e')
        .select('e.position')
        .whereRef('e.position', '=', 'heads.position')
        .where('e.state', 'in', ['due', 'unknown'])
        .where('e.due_at', '<=', now)
        .$if(skipLanes.length > 0, query => query.where('e.lane', 'not in', skipLanes))
        .orderBy('e.priority')
        .orderBy('e.due_at')
        .orderBy('e.position')
        .limit(literal(limit)),
    )
    .returning(['position', ...EFFECT_COLUMNS])
    .execute();
  // RETURNING keeps no order.
  rows.sort((a, b) => a.priority - b.priority || a.due_at - b.due_at || a.position - b.position);
  return rows.map(effectRow);
}
