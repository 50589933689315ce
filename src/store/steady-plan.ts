import { sql } from 'kysely';

// SQLite looks at some bound values to choose its plan: at a limit, and at what a sorted query compares with. Whenever one
// is bound anew it prepares the whole statement anew, which for a small read is nine tenths of it (17 us of 19).

/** A number that stands in the text of the statement. */
export function literal(number: number) {
  return sql.lit(number);
}

/** A bound text that the plan does not depend on. */
export function unseen<Text extends string>(text: Text) {
  return sql<Text>`cast(${text} as text)`;
}
