import type { EventRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';

/** Adds events, each at the end of its stream; a trigger refuses any other place. */
export async function insertEvents(tx: Db, events: readonly EventRow[]): Promise<void> {
  await insertEvent(tx, ...events);
}

const insertEvent = statement((tx, { stream, seq, at, type, line, hash }: EventRow) =>
  tx.insertInto('events').values({ stream, seq, at, type, line, hash }),
);
