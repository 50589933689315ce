import type { Instant } from '#src/base/time.ts';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { rulesOf, stateOf, type Watch, type WatchState } from '#src/domain/measure/watch.ts';
import type { Run } from './state.ts';

/** Whoever has not decided by then sleeps, or forgot it; each sweep stays on the timeline for ever. */
const RESTS_AFTER_MS = 2 * HOUR;
const RESTING_INTERVAL_MS = 10 * MINUTE;

/** The watch with the pace of its run: a release that has stood still for long is looked at rarely. */
export function paced(run: Run, watch: Watch, now: Instant): Watch {
  if (run.kind !== 'release' || run.pause === null || now - run.pause.at < RESTS_AFTER_MS) return watch;
  return { ...watch, intervalMs: Math.max(watch.intervalMs, RESTING_INTERVAL_MS) };
}

/** A limit has begun to be exceeded and not for long enough: that is not waited for in steps of ten minutes. */
export function isRising(watch: Watch, state: WatchState, now: Instant): boolean {
  return watch.metrics.some(metric => {
    const { streaks } = stateOf(watch, state, metric);
    return rulesOf(watch, metric).some(({ forMs }, index) => {
      const since = streaks[index]?.since ?? null;
      return forMs !== null && since !== null && now - since < forMs;
    });
  });
}
