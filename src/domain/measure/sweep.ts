import { type Instant, SECOND } from '#src/base/time.ts';
import type { LimitAction } from '#src/domain/runbook/model/metric.ts';
import { foldGreen, isGreenDone, isLate, sayProgress } from './green.ts';
import type { Reading } from './reading.ts';
import { seeAll } from './seen.ts';
import { intervalMs, stateOf, type Watch, type WatchState } from './watch.ts';
import { strongestWish, type Wish } from './wish.ts';

/** What one sweep asks for. `fresh`: the sweep before did not ask for the same. */
export type WatchOutcome =
  /** Nothing to do. */
  | { readonly kind: 'calm'; readonly says: string }
  /** A limit's action; only failed readings get here. */
  | (Asked & { readonly kind: 'act'; readonly action: LimitAction })
  /** Pause and ask the role, because nobody knows. `page`: page it too. Never a rollback. */
  | (Asked & { readonly kind: 'ask'; readonly page: boolean })
  /** The `watch` verb is done. */
  | { readonly kind: 'green'; readonly says: string }
  /** The `watch` verb did not get there within `atMost`. */
  | { readonly kind: 'late'; readonly says: string };

type Asked = { readonly metrics: readonly string[]; readonly fresh: boolean; readonly says: string };

export type Swept = {
  readonly state: WatchState;
  readonly outcome: WatchOutcome;
  /** When to sweep next: the grid, or sooner after something could not be measured. */
  readonly nextInMs: number;
};

/** Folds one sweep of readings into a watch and says what follows. A sweep that was folded before changes nothing. */
export function sweep(watch: Watch, before: WatchState, readings: readonly Reading[], now: Instant): Swept {
  const seen = seeAll(watch, before, readings, now);
  const { span, allPass } = foldGreen(watch, before, seen, now);
  const wish = strongestWish(seen);
  const announced = wish && `${wish.action} ${wish.metrics.join(' ')}`;
  const metrics = Object.fromEntries(seen.map(one => [one.metric.name, one.state]));
  const state: WatchState = { startedAt: before.startedAt, ...span, metrics, announced };
  const outcome = wish ? toOutcome(wish, announced !== before.announced) : unasked(watch, state, { allPass, now });
  return { state, outcome, nextInMs: nextInMs(watch, state, now) };
}

function toOutcome({ action, metrics, says }: Wish, fresh: boolean): WatchOutcome {
  if (action === 'ask' || action === 'ask-and-page') {
    return { kind: 'ask', page: action === 'ask-and-page', metrics, fresh, says };
  }
  return { kind: 'act', action, metrics, fresh, says };
}

function unasked(
  watch: Watch,
  state: WatchState,
  { allPass, now }: { readonly allPass: boolean; readonly now: Instant },
): WatchOutcome {
  const says = sayProgress(watch, state);
  if (allPass && isGreenDone(watch, state)) return { kind: 'green', says };
  return { kind: isLate(watch, state, now) ? 'late' : 'calm', says };
}

const RETRY_FROM_MS = 10 * SECOND;

/** After an error sooner than the grid: 10 s, then twice that, until the grid is reached again. */
function nextInMs(watch: Watch, state: WatchState, now: Instant): number {
  const usual = intervalMs(watch, state, now);
  const errors = watch.metrics.map(metric => stateOf(watch, state, metric).errors).filter(count => count > 0);
  return errors.length === 0 ? usual : Math.min(usual, RETRY_FROM_MS * 2 ** (Math.min(...errors) - 1));
}
