import { sql } from 'kysely';

/**
 * A limit that stands in the text of the statement. SQLite looks at a bound one to choose its plan, and so prepares the
 * statement anew each time it is run: 20 us instead of 3 for the run of a channel.
 */
export function literal(limit: number) {
  return sql.lit(limit);
}
