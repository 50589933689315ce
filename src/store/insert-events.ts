import type { EventRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';

/** Adds events, each at the end of its stream; a trigger refuses any other place. */
export async function insertEvents(tx: Db, events: readonly EventRow[]): Promise<void> {
  const rows = events.map(({ stream, seq, at, type, line, hash }) => ({ stream, seq, at, type, line, hash }));
  await tx.insertInto('events').values(rows).execute();
}
