import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';

/** Keeps bytes under their hash, for ever. What is there already is the same. */
export async function insertBlobs(
  tx: Db,
  blobs: readonly { readonly hash: string; readonly bytes: Uint8Array; readonly at: Instant }[],
): Promise<void> {
  // better-sqlite3 binds Buffers and no other view; this one shares the bytes.
  await insertBlob(tx, ...blobs.map(blob => ({ ...blob, bytes: bufferOf(blob.bytes) })));
}

export async function readBlob(db: Db, hash: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('blobs').select('bytes').where('hash', '=', hash).executeTakeFirst();
  return row?.bytes ?? null;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const insertBlob = statement((tx, { hash, bytes, at }: { hash: string; bytes: Uint8Array; at: Instant }) =>
  tx
    .insertInto('blobs')
    .values({ hash, bytes, at })
    .onConflict(known => known.column('hash').doNothing()),
);
