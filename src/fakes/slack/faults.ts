/** Where a fault strikes: one Web API method, one kind of delivery to the bot, or everything of its sort. */
export type FaultPlace = string;

export type FaultKind =
  /** 429 with Retry-After, before any effect. */
  | { readonly kind: 'rate-limit'; readonly retryAfter?: number }
  /** The connection breaks before anything happens. */
  | { readonly kind: 'request-lost' }
  /** It happens, and then the connection breaks: the message exists and nobody tells the bot. */
  | { readonly kind: 'reply-lost' }
  /** It happens, and the answer breaks off in the middle. */
  | { readonly kind: 'cut-body' }
  /** A slow Slack: waits real milliseconds before it acts, or after it acted. Default `before`. */
  | { readonly kind: 'delay'; readonly ms: number; readonly when?: 'before' | 'after' }
  /** An HTTP error, before any effect unless `effect` is true. Default 500. */
  | { readonly kind: 'http-error'; readonly status?: number; readonly effect?: boolean }
  /** HTTP 200 with a web page instead of JSON, before any effect unless `effect` is true. */
  | { readonly kind: 'html-body'; readonly effect?: boolean }
  /** `ok: false` with this error word, before any effect. */
  | { readonly kind: 'error'; readonly error: string }
  /** A delivery to the bot comes twice. */
  | { readonly kind: 'duplicate' };

export type InjectedFault = FaultKind & {
  /** A method such as `chat.update`; `all` API calls; `response_url`, `upload`; or for `duplicate` and `delay` a
   * delivery: `slash`, `block_actions`, `view_submission`, `shortcut`, `event` ... or `deliveries`. */
  readonly method: FaultPlace;
  /** Strikes so many times, then never again. Default: for ever. */
  readonly times?: number;
  /** Strikes in this share of the calls, by the workspace's seed. Default 1. */
  readonly probability?: number;
};

export type Faults = ReturnType<typeof createFaults>;

/** Faults that can be set and lifted while the fake runs. */
export function createFaults(random: () => number) {
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
      for (const entry of active) {
        if (!places.includes(entry.fault.method)) continue;
        if (entry.fault.probability !== undefined && random() >= entry.fault.probability) continue;
        entry.left -= 1;
        if (entry.left <= 0) active = active.filter(other => other !== entry);
        struck += 1;
        return entry.fault;
      }
      return undefined;
    },
  };
}
