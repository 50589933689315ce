import type { Instant } from '#src/base/time.ts';
import type { MetricState, WatchState } from './watch.ts';

/** What a watch has seen, by a clock that was set by so much since: what is fresh stays fresh, and nothing else becomes so. */
export function watchMovedBy(state: WatchState, byMs: number): WatchState {
  const { startedAt, greenSince, greenAt, metrics } = state;
  return {
    ...state,
    startedAt: startedAt + byMs,
    greenSince: moved(greenSince, byMs),
    greenAt: moved(greenAt, byMs),
    metrics: Object.fromEntries(Object.entries(metrics).map(([name, one]) => [name, metricMovedBy(one, byMs)])),
  };
}

function metricMovedBy(state: MetricState, byMs: number): MetricState {
  return {
    ...state,
    at: moved(state.at, byMs),
    judgedAt: moved(state.judgedAt, byMs),
    passedAt: moved(state.passedAt, byMs),
    streaks: state.streaks.map(streak => ({ ...streak, since: moved(streak.since, byMs) })),
  };
}

/** The moment by that clock; null stays null. */
export function moved(moment: Instant | null, byMs: number): Instant | null {
  return moment === null ? null : moment + byMs;
}
