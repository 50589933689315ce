import type { Instant } from '#src/base/time.ts';
import { isStanding } from './streak.ts';
import { rulesOf, stateOf, type Watch, type WatchState } from './watch.ts';

/**
 * A person saw why the run paused and goes on. What holds now does not act again until it has passed once or is
 * clearly worse; errors and inconclusive readings are counted from zero; green and `atMost` begin anew.
 * A stronger limit that has not acted yet (over 2 % for 5 min) is not accepted with it.
 */
export function acceptReadings(watch: Watch, state: WatchState, now: Instant): WatchState {
  const metrics = watch.metrics.map(metric => {
    const known = stateOf(watch, state, metric);
    const rules = rulesOf(watch, metric);
    const streaks = known.streaks.map((streak, index) => {
      const rule = rules[index];
      return rule && known.judgedAt !== null && isStanding(rule, streak, known.judgedAt)
        ? { ...streak, accepted: { value: known.failedValue } }
        : streak;
    });
    return [metric.name, { ...known, errors: 0, inconclusive: 0, streaks }] as const;
  });
  return { startedAt: now, greenSince: null, greenAt: null, metrics: Object.fromEntries(metrics), announced: null };
}
