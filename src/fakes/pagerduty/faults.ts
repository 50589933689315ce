import { createFaultList, type FaultList, type Injected } from '../faults.ts';

/** Where a fault strikes: `events`, `rest` or one of its paths (`/oncalls`), `phone`, `webhook`, or `all` requests. */
export type FaultPlace = string;

export type FaultKind =
  /** 202 and then nothing: no incident, no phone. It happened for a day in 2014. */
  | { readonly kind: 'accept-and-drop' }
  /** 202, but for another key. */
  | { readonly kind: 'wrong-key' }
  /** 429; `retryAfter` in seconds, default: not said. */
  | { readonly kind: 'rate-limit'; readonly retryAfter?: number }
  /** An HTTP error, before any effect unless `effect` is true. Default 500. */
  | { readonly kind: 'http-error'; readonly status?: number; readonly effect?: boolean }
  /** A web page instead of JSON, before any effect. Default status 200. */
  | { readonly kind: 'html-body'; readonly status?: number }
  /** Never an answer; the effect happens if `effect` is true. */
  | { readonly kind: 'hang'; readonly effect?: boolean }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'request-lost' }
  /** It happens, and then the connection breaks. */
  | { readonly kind: 'reply-lost' }
  /** It happens, and the answer breaks off in the middle. */
  | { readonly kind: 'cut-body' }
  /** Waits real milliseconds, then does it. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** At `phone`: the incident is there, and nobody's phone rings. */
  | { readonly kind: 'silent' }
  /** At `webhook`: it comes so much later on the given clock. At `events`: 202, and so much later it happens. */
  | { readonly kind: 'late'; readonly ms: number }
  /** At `webhook`: it never comes, or twice. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'duplicate' };

export type InjectedFault = Injected & FaultKind & { readonly place: FaultPlace };

export type Faults = FaultList<InjectedFault>;

export function createFaults(): Faults {
  return createFaultList((fault, places) => places.includes(fault.place));
}
