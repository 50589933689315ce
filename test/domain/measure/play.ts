import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import { type Promotion, promotion } from '#src/domain/measure/promotion.ts';
import type { SampleOutcome } from '#src/domain/measure/reading.ts';
import { type Swept, sweep } from '#src/domain/measure/sweep.ts';
import { startWatch, type Watch, type WatchState } from '#src/domain/measure/watch.ts';
import { sample } from './metrics.ts';

/** One sweep: when, and what each metric's source said. */
export type Said = { readonly at: number; readonly [metric: string]: SampleOutcome | number };

/** Judges and folds sweeps one after another; answers what each led to. */
export function play(watch: Watch, said: readonly Said[], from: WatchState = startWatch(0)): readonly Swept[] {
  const results: Swept[] = [];
  let state = from;
  for (const { at, ...outcomes } of said) {
    const samples = Object.entries(outcomes).map(([name, outcome]) =>
      sample(outcome as SampleOutcome, { metric: name, at }),
    );
    const swept = sweep(watch, state, judgeSweep(watch, samples), at);
    state = swept.state;
    results.push(swept);
  }
  return results;
}

export function last(results: readonly Swept[]): Swept {
  const swept = results.at(-1);
  if (!swept) throw new Error('nothing was swept');
  return swept;
}

/** May the next wave begin, as of the newest reading? */
export function promoted(watch: Watch, state: WatchState, since: number | null): Promotion {
  const newest = Math.max(0, ...Object.values(state.metrics).map(({ at }) => at ?? 0));
  return promotion(watch, state, { since, now: newest });
}

/** `act pause`, `ask`, `calm`, ...: the outcomes in short. */
export function outcomes(results: readonly Swept[]): readonly string[] {
  return results.map(({ outcome }) => (outcome.kind === 'act' ? `act ${outcome.action}` : outcome.kind));
}

/** The same reading of one metric every 15 s. */
export function every15s(outcomes: readonly SampleOutcome[], name = 'error-rate', from = 0): readonly Said[] {
  return outcomes.map((outcome, index) => ({ at: from + index * 15_000, [name]: outcome }));
}
