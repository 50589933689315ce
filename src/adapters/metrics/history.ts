import type { Sample, SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { Pages } from './pages.ts';
import { lookBack, type PrometheusSource, type Stretch } from './prometheus.ts';
import { numberOf, type Point } from './prometheus-answer.ts';
import { Unmeasured } from './unmeasured.ts';

type Parts = {
  readonly metric: Metric;
  readonly source: PrometheusSource;
  readonly pages: Pages;
  readonly stretch: Stretch;
  /** What a number of the source is in the metric's base unit, at that moment. Throws `Unmeasured`. */
  readonly toValue: (value: number, at: number) => number;
};

/** A metric over a stretch that has passed: one sample a step, oldest first. Throws `Unmeasured` where there are none. */
export async function historyOf({ metric, source, pages, stretch, toValue }: Parts): Promise<readonly Sample[]> {
  const { points, latencyMs } = await lookBack(source, pages, stretch);
  const samplesAt = await countsOf(metric, pages, stretch);
  return points.map((point): Sample => {
    const outcome = outcomeOf(point, toValue, samplesAt(point));
    return { metric: metric.name, at: point.at, latencyMs, query: source.query, ...outcome };
  });
}

function outcomeOf(point: Point, toValue: Parts['toValue'], samples: number | null): SampleOutcome {
  try {
    return { kind: 'value', value: toValue(numberOf(point), point.at), samples };
  } catch (error) {
    if (!(error instanceof Unmeasured)) throw error;
    return { kind: 'error', silent: false, detail: error.message, samples };
  }
}

/** How much each value rests on; where nothing was counted it rests on nothing. */
async function countsOf(
  { minSamples }: Metric,
  pages: Pages,
  stretch: Stretch,
): Promise<(point: Point) => number | null> {
  if (minSamples?.source.kind !== 'prometheus') return () => null;
  const { points } = await lookBack(minSamples.source, pages, stretch);
  const counts = new Map(points.map(point => [point.at, numberOf(point)]));
  return ({ at }) => counts.get(at) ?? 0;
}
