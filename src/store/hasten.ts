import { sql } from 'kysely';
import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';

/**
 * Open effects due later than now come nearer by so much, never before now. Those that were sent by the clock as it was are
 * looked for as much earlier: what Slack stored since stands before the moment we wrote down.
 */
export async function hasten(tx: Db, byMs: number, now: Instant): Promise<void> {
  await tx
    .updateTable('effects')
    .set({ first_sent_at: sql<number>`first_sent_at - ${byMs}` })
    .where('settled_at', 'is', null)
    .where('first_sent_at', 'is not', null)
    .execute();
  await tx
    .updateTable('effects')
    .set({ due_at: sql<number>`max(${now}, due_at - ${byMs})` })
    .where('settled_at', 'is', null)
    .where('due_at', '>', now)
    .execute();
}
