import type { Alerts } from './alerts/state.ts';
import type { Run } from './procedure/state.ts';
import type { ProductStream } from './product/state.ts';

/** What a stream can be: a run of a runbook, the alerts of a product, or what else goes on about it. */
export type State = Run | Alerts | ProductStream;

/** Null: it is no run, or there is none. */
export function asRun(state: State | null): Run | null {
  return state === null || state.kind === 'alerts' || state.kind === 'product' ? null : state;
}

export function asAlerts(state: State | null): Alerts | null {
  return state?.kind === 'alerts' ? state : null;
}

export function asProduct(state: State | null): ProductStream | null {
  return state?.kind === 'product' ? state : null;
}
