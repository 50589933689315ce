import type { Alerts } from './alerts/state.ts';
import type { Run } from './procedure/state.ts';

/** What a stream can be: a run of a runbook, or the alerts of a product. */
export type State = Run | Alerts;

/** Null: it is no run, or there is none. */
export function asRun(state: State | null): Run | null {
  return state === null || state.kind === 'alerts' ? null : state;
}

export function asAlerts(state: State | null): Alerts | null {
  return state?.kind === 'alerts' ? state : null;
}
