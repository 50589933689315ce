import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { WatchOutcome } from './sweep.ts';
import type { WatchState } from './watch.ts';
import { STRENGTH, type WishAction } from './wish.ts';

/** What people were told of each metric when the run stopped for it. */
export type Told = { readonly [metric: string]: ToldOf };

export type ToldOf = {
  readonly action: WishAction;
  /** The figure they read, in the base unit; null: there was none. */
  readonly value: number | null;
};

type Asking = WatchOutcome & { readonly kind: 'act' | 'ask' };

/** What the sentence of an outcome tells. */
export function toldBy(outcome: Asking, state: WatchState): Told {
  const action = outcome.kind === 'act' ? outcome.action : outcome.page ? 'ask-and-page' : 'ask';
  const figure = (metric: Metric['name']) =>
    outcome.kind === 'act' ? (state.metrics[metric]?.failedValue ?? null) : null;
  return Object.fromEntries(outcome.metrics.map(metric => [metric, { action, value: figure(metric) }]));
}

/** Is there a metric in it of which nothing was told yet, or something milder? */
export function isNewsTo(told: Told, next: Told): boolean {
  return Object.entries(next).some(([metric, { action }]) => {
    const known = told[metric];
    return known === undefined || isStronger(action, known.action);
  });
}

/** Is there something in it that is stronger than all that was told of any metric? */
export function isWorst(told: readonly Told[], next: Told): boolean {
  const known = told.flatMap(one => Object.values(one));
  return Object.values(next).some(({ action }) => known.every(one => isStronger(action, one.action)));
}

export function isStronger(action: WishAction, than: WishAction): boolean {
  return STRENGTH.indexOf(action) > STRENGTH.indexOf(than);
}
