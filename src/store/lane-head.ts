import type { ExpressionBuilder } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * True of an effect `e` that is first of its lane: nothing earlier of the lane is due, sending or unknown. One look into
 * the index of open effects, however long the lane's past is.
 */
export function isLaneHead(eb: ExpressionBuilder<Tables & { e: Tables['effects'] }, 'e'>) {
  const earlier = eb
    .selectFrom('effects as earlier')
    .select('earlier.position')
    .whereRef('earlier.lane', '=', 'e.lane')
    .whereRef('earlier.position', '<', 'e.position')
    .where('earlier.settled_at', 'is', null);
  return eb.not(eb.exists(earlier));
}
