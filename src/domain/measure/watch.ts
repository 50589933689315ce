import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';
import type { Limit, LimitAction, Metric } from '#src/domain/runbook/model/metric.ts';
import type { Rollback } from '#src/domain/runbook/model/release.ts';
import { grid } from './grid.ts';
import type { Verdict } from './reading.ts';

/** What one watch measures and what follows from it. Plain JSON, fixed when the watch starts. */
export type Watch = {
  readonly metrics: readonly Metric[];
  /** Every limit that can act, in order: the metrics' own, then the run's rollback conditions. */
  readonly rules: readonly Rule[];
  readonly intervalMs: number;
  /** All must pass in the same sweep for so long before a wave. */
  readonly holdForMs: number;
  /** For the `watch` verb; null: it goes on until it is ended. */
  readonly green: GreenGoal | null;
  /** Of a snapshot whose sources can look back: each sweep tells all of the stretch before it. */
  readonly lookBack?: { readonly ms: number; readonly stepMs: number };
};

export type Rule = Limit & { readonly metric: string };

export type GreenGoal = {
  /** Green without a break for so long. */
  readonly forMs: number;
  /** To reach it within; null: no bound. */
  readonly atMostMs: number | null;
};

/** What the sweeps of a watch have shown so far. Small plain JSON, folded from `watch.swept`. */
export type WatchState = {
  readonly startedAt: Instant;
  /** Since when every judged metric passes in every sweep; null: not now. */
  readonly greenSince: Instant | null;
  /** The last sweep in which every judged metric passed. */
  readonly greenAt: Instant | null;
  readonly metrics: { readonly [metric: string]: MetricState };
  /** What the last sweep asked for (`pause error-rate`), so that the same thing is not announced twice. */
  readonly announced: string | null;
};

export type MetricState = {
  readonly at: Instant | null;
  readonly verdict: Verdict | null;
  /** Value of the last failed reading: what a person who goes on has seen. */
  readonly failedValue: number | null;
  /** The last pass or fail. */
  readonly judgedAt: Instant | null;
  readonly passedAt: Instant | null;
  /** Readings that could not be measured since the last pass or fail. */
  readonly errors: number;
  readonly inconclusive: number;
  /** One for each rule of this metric, in the order of the watch. */
  readonly streaks: readonly Streak[];
};

/** For how long a rule's condition has held. */
export type Streak = {
  readonly since: Instant | null;
  /** Readings that failed, of all since then. */
  readonly held: number;
  readonly of: number;
  /** A person saw it and went on: it acts again after a pass, or when it is clearly worse than this. */
  readonly accepted: { readonly value: number | null } | null;
};

export const NO_STREAK: Streak = { since: null, held: 0, of: 0, accepted: null };

export type WatchParts = {
  readonly metrics: readonly Metric[];
  /** `none`: only `rollbackWhen` acts (the watch from the first change of production to the end). Default `own`. */
  readonly limits?: 'own' | 'none';
  /** In place of the metrics' own actions. */
  readonly action?: LimitAction | null;
  readonly rollbackWhen?: Rollback['when'];
  readonly holdForMs?: number;
  readonly green?: GreenGoal | null;
  /** How long it will last, where known. */
  readonly lastsMs?: number;
};

export function defineWatch(parts: WatchParts): Watch {
  const { metrics, limits = 'own', action = null, rollbackWhen = [], holdForMs = 0, green = null } = parts;
  const own = metrics.flatMap(metric =>
    metric.limits.map(limit => ({ ...limit, action: action ?? limit.action, metric: metric.name })),
  );
  const rollback = rollbackWhen.map(({ metric, condition, forMs }): Rule => {
    assert(
      metrics.some(one => one.name === metric),
      `a watch measures what its rollback names (${metric})`,
    );
    return { metric, condition, forMs, action: 'rollback' };
  });
  return {
    metrics,
    rules: limits === 'own' ? [...own, ...rollback] : rollback,
    intervalMs: grid(metrics, parts.lastsMs ?? green?.forMs ?? 0),
    holdForMs,
    green,
  };
}

/** A watch that has seen nothing; after Retry too, so that everything is really measured again. */
export function startWatch(now: Instant): WatchState {
  return { startedAt: now, greenSince: null, greenAt: null, metrics: {}, announced: null };
}

/** Metrics that count for green: not in shadow, and with something to judge them by. */
export function judgedMetrics(watch: Watch): readonly Metric[] {
  return watch.metrics.filter(metric => !metric.shadow && (metric.limits.length > 0 || rulesOf(watch, metric).length));
}

export function rulesOf(watch: Watch, metric: Metric): readonly Rule[] {
  return watch.rules.filter(rule => rule.metric === metric.name);
}

export function stateOf(watch: Watch, state: WatchState, metric: Metric): MetricState {
  return state.metrics[metric.name] ?? unseen(rulesOf(watch, metric).length);
}

/** How often to sweep now, in ms: a watch that turns out long slows down. */
export function intervalMs(watch: Watch, state: WatchState, now: Instant): number {
  return Math.max(watch.intervalMs, grid(watch.metrics, now - state.startedAt));
}

/**
 * How long two readings may lie apart and still be one stretch. Beyond it nobody can say what was in between, as after
 * a long stop of the bot: "for" and "green without a break" begin anew.
 */
export function gapMs(watch: Watch, state: WatchState, now: Instant): number {
  return GAP_INTERVALS * intervalMs(watch, state, now);
}

const GAP_INTERVALS = 4;

function unseen(rules: number): MetricState {
  return {
    at: null,
    verdict: null,
    failedValue: null,
    judgedAt: null,
    passedAt: null,
    errors: 0,
    inconclusive: 0,
    streaks: Array.from({ length: rules }, () => NO_STREAK),
  };
}
