import { SECOND } from '#src/base/time.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { defineWatch, type Watch } from './watch.ts';

/** As many as the run keeps of a metric would be too few for a long snapshot, so its readings lie further apart. */
const READINGS_MAX = 60;

/**
 * What a snapshot measures. Where every source can look back it does so at once; else all are measured over the stretch
 * to come, so that all figures are of the same time.
 */
export function defineSnapshot(metrics: readonly Metric[], overMs: number): Watch {
  const watch = defineWatch({ metrics, limits: 'none', lastsMs: overMs });
  const stepMs = Math.max(watch.intervalMs, Math.ceil(overMs / READINGS_MAX / SECOND) * SECOND);
  if (metrics.every(canLookBack)) return { ...watch, lookBack: { ms: overMs, stepMs } };
  return { ...watch, intervalMs: stepMs };
}

function canLookBack({ source, minSamples }: Metric): boolean {
  return source.kind === 'prometheus' && (minSamples === null || minSamples.source.kind === 'prometheus');
}
