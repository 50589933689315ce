import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';

/** Keeps the replies of accepted requests, so that a second delivery gets the first answer. */
export async function insertRequests(
  tx: Db,
  requests: readonly { readonly key: string; readonly reply: Json; readonly at: Instant }[],
): Promise<void> {
  await insertRequest(tx, ...requests.map(one => ({ ...one, reply: JSON.stringify(one.reply) })));
}

/** Of these requests the accepted ones, with their replies. */
export async function readRequests(db: Db, keys: readonly string[]): Promise<Map<string, Json>> {
  const rows = await replyTo(db, ...keys.map(key => ({ key })));
  return new Map(rows.map(({ key, reply }) => [key, JSON.parse(reply) as Json]));
}

/** The reply of a request that was accepted; null: it was not, or it is pruned. */
export async function readRequest(db: Db, key: string): Promise<Json | null> {
  return (await readRequests(db, [key])).get(key) ?? null;
}

const insertRequest = statement((tx, { key, reply, at }: { key: string; reply: string; at: Instant }) =>
  tx.insertInto('requests').values({ key, reply, at }),
);

const replyTo = statement((db, { key }: { key: string }) =>
  db.selectFrom('requests').select(['key', 'reply']).where('key', '=', key),
);
