import { type Instant, sayDuration } from '#src/base/time.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { isAccepted } from './streak.ts';
import { gapMs, judgedMetrics, rulesOf, stateOf, type Watch, type WatchState } from './watch.ts';

export type Promotion = {
  readonly ready: boolean;
  /** Metrics without a pass newer than asked for. `accepted`: a person saw it and went on. */
  readonly waitsFor: readonly { readonly metric: string; readonly accepted: boolean }[];
  readonly says: string;
};

/** Passes have to be newer than this (the last shift; null: ever), as of now. */
export type Asked = { readonly since: Instant | null; readonly now: Instant };

/**
 * May the next wave begin? Every judged metric has passed, newer than `since`, all in the same sweep, and for `holdFor`;
 * and not so long ago that nobody can vouch for what has been since, as after a long stop of the bot. A watch that judges
 * nothing is never ready: zero passes are no pass.
 */
export function promotion(watch: Watch, state: WatchState, { since, now }: Asked): Promotion {
  const from = since ?? Number.NEGATIVE_INFINITY;
  const oldest = now - gapMs(watch, state, now);
  const isFresh = (at: Instant | null): at is Instant => at !== null && at > from && at >= oldest;
  const waiting = judgedMetrics(watch).filter(metric => {
    const { verdict, passedAt } = stateOf(watch, state, metric);
    return verdict !== 'pass' || !isFresh(passedAt);
  });
  const waitsFor = waiting.map(metric => {
    const { judgedAt } = stateOf(watch, state, metric);
    const accepted = judgedAt !== null && judgedAt >= oldest && isAcceptedNow(watch, state, metric);
    return { metric: metric.name, accepted };
  });
  const { greenSince, greenAt } = state;
  if (waiting.length > 0 || greenSince === null || !isFresh(greenAt)) {
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

function isAcceptedNow(watch: Watch, state: WatchState, metric: Metric): boolean {
  const { streaks, verdict, failedValue } = stateOf(watch, state, metric);
  const running = rulesOf(watch, metric).flatMap((rule, index) => {
    const streak = streaks[index];
    return streak === undefined || streak.since === null ? [] : [{ rule, streak }];
  });
  const accepted = running.every(({ rule, streak }) => isAccepted(rule, streak, failedValue));
  return verdict === 'fail' && running.length > 0 && accepted;
}
