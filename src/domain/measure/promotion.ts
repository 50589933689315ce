import { type Instant, sayDuration } from '#src/base/time.ts';
import { isAccepted } from './streak.ts';
import { judgedMetrics, rulesOf, stateOf, type Watch, type WatchState } from './watch.ts';

export type Promotion = {
  readonly ready: boolean;
  /** Metrics without a pass newer than asked for. `accepted`: a person saw it and went on. */
  readonly waitsFor: readonly { readonly metric: string; readonly accepted: boolean }[];
  readonly says: string;
};

/**
 * May the next wave begin? Every judged metric has passed, newer than `since` (the last shift; null: ever), all in the
 * same sweep, and for `holdFor`. A watch that judges nothing is never ready: zero passes are no pass.
 */
export function promotion(watch: Watch, state: WatchState, since: Instant | null): Promotion {
  const from = since ?? Number.NEGATIVE_INFINITY;
  const waiting = judgedMetrics(watch).filter(metric => {
    const { verdict, passedAt } = stateOf(watch, state, metric);
    return verdict !== 'pass' || passedAt === null || passedAt <= from;
  });
  const waitsFor = waiting.map(metric => ({ metric: metric.name, accepted: isAcceptedNow(watch, state, metric.name) }));
  const { greenSince, greenAt } = state;
  if (waiting.length > 0 || greenSince === null || greenAt === null || greenAt <= from) {
    const titles = waiting.map(metric => metric.title).join(', ');
    return {
      ready: false,
      waitsFor,
      says: titles === '' ? 'no common pass yet' : `waits for a fresh pass of ${titles}`,
    };
  }
  const heldMs = greenAt - Math.max(greenSince, from);
  const held = `all pass for ${sayDuration(heldMs)} of ${sayDuration(watch.holdForMs)}`;
  return { ready: heldMs >= watch.holdForMs, waitsFor, says: watch.holdForMs === 0 ? 'all pass' : held };
}

/** Do all watched metrics have a pass newer than `since`, in the same sweep for `holdFor`? */
export function allPassSince(watch: Watch, state: WatchState, since: Instant | null): boolean {
  return promotion(watch, state, since).ready;
}

function isAcceptedNow(watch: Watch, state: WatchState, name: string): boolean {
  const metric = watch.metrics.find(one => one.name === name);
  if (!metric) return false;
  const { streaks, verdict, failedValue } = stateOf(watch, state, metric);
  const running = rulesOf(watch, metric).flatMap((rule, index) => {
    const streak = streaks[index];
    return streak === undefined || streak.since === null ? [] : [{ rule, streak }];
  });
  const accepted = running.every(({ rule, streak }) => isAccepted(rule, streak, failedValue));
  return verdict === 'fail' && running.length > 0 && accepted;
}
