import { sql } from 'kysely';
import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';

/** Open effects due later than now come nearer by so much, never before now. */
export async function hasten(tx: Db, byMs: number, now: Instant): Promise<void> {
  await tx
    .updateTable('effects')
    .set({ due_at: sql<number>`max(${now}, due_at - ${byMs})` })
    .where('settled_at', 'is', null)
    .where('due_at', '>', now)
    .execute();
}
