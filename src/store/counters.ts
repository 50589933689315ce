import type { Db } from './schema.ts';

/** Counts one up and answers the new value, 1 the first time. Gone with a rolled-back transaction, so answer after commit. */
export async function nextNumber(tx: Db, name: string): Promise<number> {
  const row = await tx
    .insertInto('counters')
    .values({ name, value: 1 })
    .onConflict(known => known.column('name').doUpdateSet(eb => ({ value: eb('counters.value', '+', 1) })))
    .returning('value')
    .executeTakeFirstOrThrow();
  return row.value;
}
