import type { EventRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';

/** The events of a stream after `afterSeq`, in order. */
export async function readStream(db: Db, stream: string, afterSeq: number): Promise<readonly EventRow[]> {
  return db
    .selectFrom('events')
    .select(['stream', 'seq', 'at', 'type', 'line', 'hash'])
    .where('stream', '=', stream)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .execute();
}
