import { sql } from 'kysely';
import type { Db } from './schema.ts';

/**
 * A query with `heads`: position of the first open effect of each lane, so nothing earlier of it is due, sending or
 * unknown. It steps from lane to lane through the index of open effects, one look each, however many wait behind a head:
 * asking every waiting effect whether it is first took 12 ms a time while ten thousand notes waited to be posted.
 */
export function withLaneHeads(db: Db) {
  return db
    .withRecursive('lanes(lane)', query =>
      query
        .selectFrom('effects')
        .select(eb => eb.fn.min<string | null>('lane').as('lane'))
        .where('settled_at', 'is', null)
        .unionAll(
          query
            .selectFrom('lanes')
            .select(eb =>
              eb
                .selectFrom('effects')
                .select(next => next.fn.min<string | null>('lane').as('lane'))
                .where('settled_at', 'is', null)
                .whereRef('effects.lane', '>', sql.ref('lanes.lane'))
                .as('lane'),
            )
            .where('lanes.lane', 'is not', null),
        ),
    )
    .with('heads', query =>
      query.selectFrom('lanes').select(eb =>
        eb
          .selectFrom('effects')
          .select(first => first.fn.min<number>('position').as('position'))
          .where('settled_at', 'is', null)
          .whereRef('effects.lane', '=', sql.ref('lanes.lane'))
          .as('position'),
      ),
    );
}
