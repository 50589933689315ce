import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { WatchState } from '#src/domain/measure/watch.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { Alerts, Watched } from './state.ts';

/**
 * The next sweep of an environment. It carries what the sweeps before it have shown ("over the limit since 14:02"), so a
 * reading leaves nothing behind but the next sweep, and a restart takes up the chain where it was.
 */
export function sweepAsk(
  { stream, generation }: Pick<Alerts, 'stream' | 'generation'>,
  { name }: Pick<Watched, 'name'>,
  { state, at }: { readonly state: WatchState | null; readonly at: Instant },
): EffectAsk {
  return {
    kind: 'alerts.sweep',
    lane: `sweep:${stream}:${name}:${generation}`,
    priority: 3,
    dueAt: at,
    // `watch` is what tells which one gave up.
    body: { watch: name, generation, state: state as unknown as Json },
  };
}
