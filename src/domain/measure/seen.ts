import type { Instant } from '#src/base/time.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Reading } from './reading.ts';
import { foldReading, isNews } from './streak.ts';
import { gapMs, type MetricState, type Rule, rulesOf, stateOf, type Watch, type WatchState } from './watch.ts';

/** One metric in one sweep. `news`: its reading was not seen before and counts. */
export type Seen = {
  readonly metric: Metric;
  readonly reading: Reading;
  readonly news: boolean;
  readonly rules: readonly Rule[];
  readonly state: MetricState;
};

export function seeAll(watch: Watch, before: WatchState, readings: readonly Reading[], now: Instant): readonly Seen[] {
  return watch.metrics.map(metric => {
    const rules = rulesOf(watch, metric);
    const known = stateOf(watch, before, metric);
    const reading = readings.find(one => one.metric === metric.name) ?? absent(metric, now);
    const state = foldReading(rules, known, reading, gapMs(watch, before, now));
    return { metric, reading, news: isNews(known, reading), rules, state };
  });
}

/** A sweep that came without one of its metrics is partial, and partial is not measured. */
function absent(metric: Metric, now: Instant): Reading {
  const says = `${metric.title} could not be measured: the sweep came without it`;
  return { metric: metric.name, at: now, latencyMs: 0, query: '', verdict: 'error', value: null, samples: null, says };
}
