import { alertTimers } from './alerts/timers.ts';
import { drillTimers } from './drill/timers.ts';
import { incidentTimers } from './incident/timers.ts';
import type { Timers } from './procedure/timers.ts';
import { productTimers } from './product/timers.ts';
import { releaseTimers } from './release/timers.ts';
import type { State } from './state.ts';

/** Every moment at which a stream must be looked at again, as a function of its state: nothing to cancel can be forgotten. */
export function timersOf(state: State): Timers {
  switch (state.kind) {
    case 'alerts':
      return alertTimers(state);
    case 'product':
      return productTimers(state);
    case 'release':
      return releaseTimers(state);
    case 'incident':
      return incidentTimers(state);
    case 'drill':
      return drillTimers(state);
  }
}
