import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';

/** Keeps the replies of accepted requests, so that a second delivery gets the first answer. */
export async function insertRequests(
  tx: Db,
  requests: readonly { readonly key: string; readonly reply: Json; readonly at: Instant }[],
): Promise<void> {
  for (const { key, reply, at } of requests) await insertRequest(tx, { key, reply: JSON.stringify(reply), at });
}

/** The reply of a request that was accepted; null: it was not, or it is pruned. */
export async function readRequest(db: Db, key: string): Promise<Json | null> {
  const [row] = await replyTo(db, { key });
  return row ? (JSON.parse(row.reply) as Json) : null;
}

const insertRequest = statement((tx, { key, reply, at }: { key: string; reply: string; at: Instant }) =>
  tx.insertInto('requests').values({ key, reply, at }),
);

const replyTo = statement((db, { key }: { key: string }) =>
  db.selectFrom('requests').select('reply').where('key', '=', key),
);
