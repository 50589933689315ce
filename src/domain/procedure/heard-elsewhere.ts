import type { Instant } from '#src/base/time.ts';
import type { Elsewhere } from '#src/domain/measure/judge-sweep.ts';
import { gapMs } from '#src/domain/measure/watch.ts';
import { paced } from './resting.ts';
import type { Run } from './state.ts';

/** What the run's watches (but for one) heard, as far as it is no older than their sweeps lie apart. */
export function heardElsewhere(run: Run, now: Instant, but: string | null = null): readonly Elsewhere[] {
  const others = Object.entries(run.watches).filter(([id, { ended }]) => id !== but && !ended);
  return others.flatMap(([, { definition, state, latest }]) =>
    definition.metrics.flatMap(metric => {
      const reading = latest[metric.name];
      if (!reading || reading.at < now - gapMs(paced(run, definition, now), state, now)) return [];
      return [{ metric, silent: reading.silent === true }];
    }),
  );
}
