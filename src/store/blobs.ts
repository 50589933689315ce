import type { Instant } from '#src/base/time.ts';
import type { Db } from './schema.ts';

/** Keeps bytes under their hash, for ever. What is there already is the same. */
export async function insertBlobs(
  tx: Db,
  blobs: readonly { readonly hash: string; readonly bytes: Uint8Array; readonly at: Instant }[],
): Promise<void> {
  // better-sqlite3 binds Buffers and no other view; this one shares the bytes.
  const rows = blobs.map(({ hash, bytes, at }) => ({ hash, bytes: bufferOf(bytes), at }));
  await tx
    .insertInto('blobs')
    .values(rows)
    .onConflict(known => known.column('hash').doNothing())
    .execute();
}

export async function readBlob(db: Db, hash: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('blobs').select('bytes').where('hash', '=', hash).executeTakeFirst();
  return row?.bytes ?? null;
}

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
