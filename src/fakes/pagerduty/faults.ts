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

export type InjectedFault = FaultKind & {
  readonly place: FaultPlace;
  /** Strikes so many times, then never again. Default: for ever. */
  readonly times?: number;
};

export type Faults = ReturnType<typeof createFaults>;

/** Faults that can be set and lifted while the fake runs. */
export function createFaults() {
  let active: { fault: InjectedFault; left: number }[] = [];
  let struck = 0;
  return {
    /** Answers the function that lifts this fault again. */
    add(fault: InjectedFault): () => void {
      const entry = { fault, left: fault.times ?? Number.POSITIVE_INFINITY };
      active.push(entry);
      return () => {
        active = active.filter(other => other !== entry);
      };
    },
    clear() {
      active = [];
    },
    list: (): readonly InjectedFault[] => active.map(entry => entry.fault),
    /** How many faults have struck so far. */
    get struck() {
      return struck;
    },
    /** The fault that strikes here now, the oldest first; counts it. */
    strike(places: readonly FaultPlace[]): InjectedFault | undefined {
      const entry = active.find(one => places.includes(one.fault.place));
      if (!entry) return undefined;
      entry.left -= 1;
      if (entry.left <= 0) active = active.filter(other => other !== entry);
      struck += 1;
      return entry.fault;
    },
  };
}
