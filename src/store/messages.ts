import type { MessageRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';

/** Remembers where a run's message stands; a name told again has moved. */
export async function upsertMessages(tx: Db, messages: readonly MessageRow[]): Promise<void> {
  await upsertMessage(tx, ...messages);
}

export async function readMessage(db: Db, stream: string, name: string): Promise<MessageRow | null> {
  const [row] = await messageOf(db, { stream, name });
  return row ?? null;
}

const upsertMessage = statement((tx, { stream, name, channel, ts }: MessageRow) =>
  tx
    .insertInto('messages')
    .values({ stream, name, channel, ts })
    .onConflict(known =>
      known
        .columns(['stream', 'name'])
        .doUpdateSet(row => ({ channel: row.ref('excluded.channel'), ts: row.ref('excluded.ts') })),
    ),
);

const messageOf = statement((db, { stream, name }: Pick<MessageRow, 'stream' | 'name'>) =>
  db
    .selectFrom('messages')
    .select(['stream', 'name', 'channel', 'ts'])
    .where('stream', '=', stream)
    .where('name', '=', name),
);
