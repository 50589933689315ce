import type { TimerRow } from '#src/ports/store.ts';
import type { Db } from './schema.ts';

/** Sets timers; one of the same name is replaced. */
export async function upsertTimers(tx: Db, timers: readonly TimerRow[]): Promise<void> {
  const rows = timers.map(({ stream, name, at, policy }) => ({ stream, name, at, policy }));
  await tx
    .insertInto('timers')
    .values(rows)
    .onConflict(known =>
      known
        .columns(['stream', 'name'])
        .doUpdateSet(row => ({ at: row.ref('excluded.at'), policy: row.ref('excluded.policy') })),
    )
    .execute();
}

/** Clears timers; a name that is not set is no error. */
export async function clearTimers(tx: Db, timers: readonly Pick<TimerRow, 'stream' | 'name'>[]): Promise<void> {
  for (const [stream, names] of Map.groupBy(timers, timer => timer.stream)) {
    await tx
      .deleteFrom('timers')
      .where('stream', '=', stream)
      .where(
        'name',
        'in',
        names.map(timer => timer.name),
      )
      .execute();
  }
}
