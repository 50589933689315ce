import type { Instant } from '#src/base/time.ts';
import type { Sample } from '#src/domain/measure/reading.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';

/** How far to look back, and how far apart its samples lie. */
export type LookBack = { readonly ms: number; readonly stepMs: number };

/** Measures; judges nothing. */
export interface MetricsSource {
  /**
   * One sample a metric, in order. Texts in the metrics are already resolved. `window` names the series of scrapes whose
   * earlier reading counts as baseline (a run's watch, a step): the first scrape of a window is `warming-up`.
   * Never throws for a source that cannot be measured: that is an `error` sample.
   * `over`: the stretch up to now instead, of sources that can look back: many samples a metric, oldest first.
   */
  read(request: {
    readonly window: string;
    readonly metrics: readonly Metric[];
    readonly now: Instant;
    readonly over?: LookBack;
  }): Promise<readonly Sample[]>;
}
