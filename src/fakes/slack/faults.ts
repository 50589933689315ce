import { createFaultList, type FaultList, type Injected } from '../faults.ts';

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

export type InjectedFault = Injected &
  FaultKind & {
    /** A method such as `chat.update`; `all` API calls; `response_url`, `upload`; or for `duplicate` and `delay` a
     * delivery: `slash`, `block_actions`, `view_submission`, `shortcut`, `event` ... or `deliveries`. */
    readonly method: FaultPlace;
    /** Strikes in this share of the calls, by the workspace's seed. Default 1. */
    readonly probability?: number;
  };

export type Faults = FaultList<InjectedFault>;

export function createFaults(random: () => number): Faults {
  return createFaultList(({ method, probability }, places) => {
    return places.includes(method) && (probability === undefined || random() < probability);
  });
}
