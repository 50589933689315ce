import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import type { Store, TimerRow } from '#src/ports/store.ts';
import type { Handled, HandleOptions } from './handle.ts';

/** How many due timers one look takes. */
export const TIMERS_MAX = 200;

/** Deadlines before everything that may be late without harm: votes, time-outs, then waits, then sweeps. */
const ORDER = ['vote-deadline', 'step-timeout', 'phase', 'wait', 'poll', 'sweep'];

/** Fires what is due, each by compare-and-delete in the transaction of what follows from it, so each exactly once. */
export async function fireTimers(
  store: Store,
  now: Instant,
  handle: (stream: string, command: Command, options: HandleOptions) => Promise<Handled>,
  late: (row: TimerRow, byMs: number) => void,
): Promise<number> {
  const due = await store.dueTimers(now, TIMERS_MAX);
  const ordered = due.toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
  await Promise.all(
    ordered.map(async row => {
      late(row, now - row.at);
      await handle(row.stream, { actor: BOT, type: 'timer', name: row.name } as Command, {
        fires: { timer: row.name, at: row.at },
      });
    }),
  );
  return ordered.length;
}

function rank(row: TimerRow): number {
  const index = ORDER.indexOf(row.name.split(':')[0] ?? '');
  return index < 0 ? ORDER.length : index;
}
