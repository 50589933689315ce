import type { Claim, EffectRow } from '#src/ports/store.ts';
import { withLaneHeads } from './lane-heads.ts';
import { EFFECT_COLUMNS } from './read-effects.ts';
import { effectRow } from './rows.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';
import { literal } from './steady-plan.ts';

/**
 * Marks the heads of lanes that are due as `sending` in this epoch, highest priority first, and answers them in that
 * order. A lane has one head, so at most one of each is taken. Answer only after the commit: a call made before it could
 * be made again after a crash.
 */
export async function claimEffects(tx: Db, epoch: number, claim: Claim): Promise<readonly EffectRow[]> {
  const { now, limit, skipLanes } = claim;
  const rows = await claimHeads(tx, { epoch, now, limit, ...places(skipLanes) });
  // RETURNING keeps no order.
  return rows
    .toSorted((a, b) => a.priority - b.priority || a.due_at - b.due_at || a.position - b.position)
    .map(effectRow);
}

type Args = { readonly epoch: number; readonly now: number; readonly limit: number } & Skipped;
/** How many places for lanes there are in the text, and what stands in them. */
type Skipped = { readonly skipped: number; readonly [lane: `lane${number}`]: string };

const claimHeads = statement(
  (tx, { epoch, now, limit, skipped, ...rest }: Args) =>
    withLaneHeads(tx)
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
          .$if(skipped > 0, query =>
            query.where(
              'e.lane',
              'not in',
              names(skipped).map(name => rest[name] as string),
            ),
          )
          .orderBy('e.priority')
          .orderBy('e.due_at')
          .orderBy('e.position')
          .limit(literal(limit)),
      )
      .returning(['position', ...EFFECT_COLUMNS]),
  ['limit', 'skipped'],
);

/** A few texts for any number of lanes: they stand in one, two, four, eight ... places, the last one in those left over. */
function places(lanes: readonly string[]): Skipped {
  const last = lanes.at(-1);
  if (last === undefined) return { skipped: 0 };
  const skipped = 2 ** Math.ceil(Math.log2(lanes.length));
  return { skipped, ...Object.fromEntries(names(skipped).map((name, index) => [name, lanes[index] ?? last])) };
}

function names(count: number): readonly `lane${number}`[] {
  return Array.from({ length: count }, (_, index) => `lane${index}` as const);
}
