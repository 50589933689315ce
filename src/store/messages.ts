import type { MessageRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';

/** Remembers where a run's message stands; a name told again has moved. */
export async function upsertMessages(tx: Db, messages: readonly MessageRow[]): Promise<void> {
  const rows = messages.map(({ stream, name, channel, ts }) => ({ stream, name, channel, ts }));
  await tx
    .insertInto('messages')
    .values(rows)
    .onConflict(known =>
      known
        .columns(['stream', 'name'])
        .doUpdateSet(row => ({ channel: row.ref('excluded.channel'), ts: row.ref('excluded.ts') })),
    )
    .execute();
}

export async function readMessage(db: Db, stream: string, name: string): Promise<MessageRow | null> {
  const row = await db
    .selectFrom('messages')
    .select(['stream', 'name', 'channel', 'ts'])
    .where('stream', '=', stream)
    .where('name', '=', name)
    .executeTakeFirst();
  return row ?? null;
}
