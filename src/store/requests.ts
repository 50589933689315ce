import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';

/** Keeps the replies of accepted requests, so that a second delivery gets the first answer. */
export async function insertRequests(
  tx: Db,
  requests: readonly { readonly key: string; readonly reply: Json; readonly at: Instant }[],
): Promise<void> {
  const rows = requests.map(({ key, reply, at }) => ({ key, reply: JSON.stringify(reply), at }));
  await tx.insertInto('requests').values(rows).execute();
}

/** The reply of a request that was accepted; null: it was not, or it is pruned. */
export async function readRequest(db: Db, key: string): Promise<Json | null> {
  const row = await db.selectFrom('requests').select('reply').where('key', '=', key).executeTakeFirst();
  return row ? (JSON.parse(row.reply) as Json) : null;
}
