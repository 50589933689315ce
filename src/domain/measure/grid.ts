import { HOUR, MINUTE } from '#src/base/time.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';

/** From here on a watch is long: its timeline would fill with readings nobody looks at one by one. */
const LONG_MS = 2 * HOUR;
const LONG_INTERVAL_MS = MINUTE;
const DEFAULT_INTERVAL_MS = 15_000;

/**
 * How often a watch sweeps, in ms: its smallest interval; at least 60 s for one that lasts longer than 2 h.
 * `lastsMs`: how long it will last, or has lasted where nobody knows.
 */
export function grid(metrics: readonly Pick<Metric, 'intervalMs'>[], lastsMs = 0): number {
  const smallest = metrics.length === 0 ? DEFAULT_INTERVAL_MS : Math.min(...metrics.map(one => one.intervalMs));
  return lastsMs > LONG_MS ? Math.max(smallest, LONG_INTERVAL_MS) : smallest;
}
