import type { Instant } from '#src/base/time.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';

/** What a snapshot keeps of a metric: one value, and how much it rests on. */
export type MetricSummary = {
  /** Base unit; null: nothing could be measured. */
  readonly value: number | null;
  /** Readings the value rests on. */
  readonly readings: number;
  readonly from: Instant | null;
  readonly to: Instant | null;
};

export type Measured = { readonly at: Instant; readonly value: number | null; readonly samples?: number | null };

/** A summary of each metric, by name. */
export function summarizeAll(
  metrics: readonly Pick<Metric, 'name' | 'unit' | 'minSamples'>[],
  readings: { readonly [metric: string]: readonly Measured[] },
): { readonly [metric: string]: MetricSummary } {
  return Object.fromEntries(metrics.map(metric => [metric.name, summarize(metric, readings[metric.name] ?? [])]));
}

/**
 * One value for many readings. A ratio takes the mean weighted by samples, which is the ratio of the whole stretch: the
 * median of an error rate that is mostly 0 would hide every burst. Everything else takes the median: one odd reading
 * must not raise the yardstick a worse release is then measured with. Readings
 * known to have too few samples do not count.
 */
export function summarize(metric: Pick<Metric, 'unit' | 'minSamples'>, readings: readonly Measured[]): MetricSummary {
  const enough = readings.filter(
    ({ samples }) => !(metric.minSamples && typeof samples === 'number' && samples < metric.minSamples.min),
  );
  const points = enough.flatMap(({ at, value, samples }) =>
    value === null ? [] : [{ at, value, samples: samples ?? null }],
  );
  const isRatio = metric.unit === 'ratio' || metric.unit === 'percent';
  return {
    value: points.length === 0 ? null : isRatio ? weightedMean(points) : median(points.map(point => point.value)),
    readings: points.length,
    from: points.length === 0 ? null : Math.min(...points.map(point => point.at)),
    to: points.length === 0 ? null : Math.max(...points.map(point => point.at)),
  };
}

type Point = { readonly value: number; readonly samples: number | null };

/** Every reading weighs the same where one of them does not know its samples. */
function weightedMean(points: readonly Point[]): number {
  const known = points.every(point => point.samples !== null) && points.some(point => (point.samples ?? 0) > 0);
  let sum = 0;
  let weights = 0;
  for (const { value, samples } of points) {
    const weight = known ? (samples ?? 0) : 1;
    sum += value * weight;
    weights += weight;
  }
  return sum / weights;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
