import type { TimerRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';
import { statement } from './statement.ts';

/** Sets timers; one of the same name is replaced. */
export async function upsertTimers(tx: Db, timers: readonly TimerRow[]): Promise<void> {
  await upsertTimer(tx, ...timers);
}

/** Clears timers; a name that is not set is no error. */
export async function clearTimers(tx: Db, timers: readonly Pick<TimerRow, 'stream' | 'name'>[]): Promise<void> {
  await clearTimer(tx, ...timers);
}

const upsertTimer = statement((tx, { stream, name, at, policy }: TimerRow) =>
  tx
    .insertInto('timers')
    .values({ stream, name, at, policy })
    .onConflict(known =>
      known
        .columns(['stream', 'name'])
        .doUpdateSet(row => ({ at: row.ref('excluded.at'), policy: row.ref('excluded.policy') })),
    ),
);

const clearTimer = statement((tx, { stream, name }: Pick<TimerRow, 'stream' | 'name'>) =>
  tx.deleteFrom('timers').where('stream', '=', stream).where('name', '=', name),
);
