import type { Instant } from '#src/base/time.ts';
import type { Store } from '#src/ports/store.ts';

/** A time-out is only there in case something hangs: nobody waits for it. */
const IN_CASE = 'step-timeout:';
/** Readings and polls come every few seconds; they count only where nothing else is to come. */
const IN_PASSING = ['sweep:', 'poll:'];
/** Far more timers than the runs of an afternoon have. */
const TIMERS_MAX = 200;
/** A card may be redrawn two seconds later; that is not worth a press. */
const SOON_MS = 3_000;

/** The next moment somebody would wind the clock to: the end of a soak, a phase, a vote; null: there is none. */
export async function nextMoment(store: Store, nextDue: Instant | null, now: Instant): Promise<Instant | null> {
  const all = await store.dueTimers(Number.MAX_SAFE_INTEGER, TIMERS_MAX);
  const timers = all.filter(timer => !timer.name.startsWith(IN_CASE));
  const found = timers.find(timer => !IN_PASSING.some(start => timer.name.startsWith(start))) ?? timers[0];
  if (found) return found.at;
  return all.length === 0 && nextDue !== null && nextDue > now + SOON_MS ? nextDue : null;
}
