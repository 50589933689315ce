import type { Instant } from '#src/base/time.ts';
import { PRODUCT } from '#src/domain/decide.ts';
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
export async function nextMoment(
  store: Pick<Store, 'dueTimers'>,
  nextDue: Instant | null,
  now: Instant,
): Promise<Instant | null> {
  const all = await store.dueTimers(Number.MAX_SAFE_INTEGER, TIMERS_MAX);
  // What comes with the days goes on beside whatever is practised: nobody winds to the next morning for it.
  const { daily = [], ofRuns = [] } = Object.groupBy(all, ({ stream }) =>
    stream.startsWith(PRODUCT) ? 'daily' : 'ofRuns',
  );
  const timers = ofRuns.filter(timer => !timer.name.startsWith(IN_CASE));
  const found = timers.find(timer => !IN_PASSING.some(start => timer.name.startsWith(start))) ?? timers[0];
  if (found) return found.at;
  const isDaily = daily.some(timer => timer.at === nextDue);
  return ofRuns.length === 0 && !isDaily && nextDue !== null && nextDue > now + SOON_MS ? nextDue : null;
}
