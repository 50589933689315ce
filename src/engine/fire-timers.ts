import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { Command } from '#src/domain/commands.ts';
import type { Store, TimerRow } from '#src/ports/store.ts';
import type { Handled, HandleOptions } from './handle.ts';

/** How many due timers one look takes. */
export const TIMERS_MAX = 200;

/** Deadlines before everything that may be late without harm: votes, time-outs, then waits, then sweeps. */
const ORDER = ['vote-deadline', 'step-timeout', 'phase', 'wait', 'poll', 'sweep'];

type Firing = {
  readonly store: Store;
  readonly handle: (stream: string, command: Command, options: HandleOptions) => Promise<Handled>;
  readonly late: (row: TimerRow, byMs: number) => void;
  /** Told what one stream cannot do; throws where that is the store's failure, for then nobody can go on. */
  readonly stuck: (stream: string, cause: unknown) => void;
};

/** What could not be done for one stream is tried again so often, while all others go on. */
export const STUCK_MS = MINUTE;

/** Fires what is due, each by compare-and-delete in the transaction of what follows from it, so each exactly once. */
export async function fireTimers({ store, handle, late, stuck }: Firing, now: Instant): Promise<number> {
  const due = await store.dueTimers(now, TIMERS_MAX);
  const ordered = due.toSorted((a, b) => a.at - b.at || rank(a) - rank(b));
  await Promise.all(
    ordered.map(async row => {
      late(row, now - row.at);
      try {
        const fires = { timer: row.name, at: row.at };
        await handle(row.stream, { actor: BOT, type: 'timer', name: row.name } as Command, { fires });
      } catch (cause) {
        stuck(row.stream, cause);
        await store.postpone(row, now + STUCK_MS);
      }
    }),
  );
  return ordered.length;
}

function rank(row: TimerRow): number {
  const index = ORDER.indexOf(row.name.split(':')[0] ?? '');
  return index < 0 ? ORDER.length : index;
}
