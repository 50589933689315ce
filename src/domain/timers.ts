import { drillTimers } from './drill/timers.ts';
import { incidentTimers } from './incident/timers.ts';
import type { Run } from './procedure/state.ts';
import type { Timers } from './procedure/timers.ts';
import { releaseTimers } from './release/timers.ts';

/** Every moment at which a run must be looked at again, as a function of its state: nothing to cancel can be forgotten. */
export function timersOf(run: Run): Timers {
  switch (run.kind) {
    case 'release':
      return releaseTimers(run);
    case 'incident':
      return incidentTimers(run);
    case 'drill':
      return drillTimers(run);
  }
}
