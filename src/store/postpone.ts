import type { Instant } from '#src/base/time.ts';
import type { TimerRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';

/** A timer that could not be fired is due again later; one that was replaced meanwhile is left alone. */
export async function postpone(tx: Db, { stream, name, at }: TimerRow, to: Instant): Promise<void> {
  await tx
    .updateTable('timers')
    .set({ at: to })
    .where('stream', '=', stream)
    .where('name', '=', name)
    .where('at', '=', at)
    .execute();
}
