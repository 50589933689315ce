import { alertAsks } from './alerts/react.ts';
import { drillAsks } from './drill/react.ts';
import type { Fact } from './fact.ts';
import { incidentAsks } from './incident/react.ts';
import type { EffectAsk } from './procedure/effects.ts';
import { productAsks } from './product/react.ts';
import { releaseAsks } from './release/react.ts';
import type { State } from './state.ts';
import { asAlerts } from './state.ts';

/** What the world is asked for because of these facts of one decision; `state` is the one after all of them, `before` the one before. */
export function react(state: State, facts: readonly Fact[], before: State | null = null): readonly EffectAsk[] {
  switch (state.kind) {
    case 'alerts':
      return alertAsks(asAlerts(before), state, facts);
    case 'product':
      return productAsks(state, facts);
    case 'release':
      return releaseAsks(state, facts);
    case 'incident':
      return incidentAsks(state, facts);
    case 'drill':
      return drillAsks(state, facts);
  }
}
