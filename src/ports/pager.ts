import type { Instant } from '#src/base/time.ts';

/**
 * The pager, as effects use it. Every call has a time-out of its own and no retries. Throws GonogoError: `pager.refused`
 * when it will never be accepted as it is (bad key, bad request), `pager.rate-limited` with retryAfterMs, `pager.failed`
 * with `unknown` when the event may have arrived, `retryable` when it certainly did not but may later.
 */
export interface Pager {
  /**
   * Opens an alert, or merges with the open one of the same `dedupKey`: repeating it while that one is open is safe.
   * An answer means that the pager's provider took the event, never that anybody's phone rang.
   */
  trigger(page: PageOrder): Promise<{ readonly says: string }>;
  acknowledge(request: PageRef): Promise<{ readonly says: string }>;
  resolve(request: PageRef): Promise<{ readonly says: string }>;
  /** Tells what changed, beside the alerts of a service; nobody is notified. Never safe to repeat: there is no key to merge by. */
  change(change: ChangeOrder): Promise<{ readonly says: string }>;
  /** What really stands behind a key, asked now. */
  readBack(request: { readonly dedupKey: string }): Promise<PageStanding>;
  /** Who is on call now by a schedule or an escalation policy (its first level), in the provider's order. */
  onCall(request: {
    readonly schedule: string | null;
    readonly policy: string | null;
  }): Promise<readonly OnCall[] | 'cannot-ask'>;
}

export type PageRef = {
  /** Name of the environment variable that holds the routing key: secrets never come this far. */
  readonly key: string;
  /** At most 255 characters; the same for every event about this page. */
  readonly dedupKey: string;
};

export type PageOrder = PageRef & {
  /** What the phone shows; cut at 1,024 characters. */
  readonly summary: string;
  readonly source: string;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  readonly at: Instant;
  readonly component: string | null;
  readonly details: { readonly [name: string]: string };
  readonly links: readonly { readonly href: string; readonly text: string }[];
};

export type ChangeOrder = {
  /** Name of the environment variable that holds the routing key of the service. */
  readonly key: string;
  /** Cut at 1,024 characters. */
  readonly summary: string;
  readonly source: string;
  readonly at: Instant;
  readonly details: { readonly [name: string]: string };
};

export type PageStanding =
  /** No REST token is configured, so nobody can look. */
  | { readonly state: 'cannot-ask' }
  /** The provider knows no alert with this key, open or closed. */
  | { readonly state: 'absent' }
  | {
      readonly state: 'triggered' | 'acknowledged' | 'resolved';
      /** Who did the last of it, as the provider names them; null: it does not say. */
      readonly by: string | null;
      /** When that happened; null: it does not say. */
      readonly at: Instant | null;
      readonly url: string | null;
      /** Who it rings now, as the provider names them. */
      readonly assigned: readonly string[];
    };

export type OnCall = {
  /** As the provider names them: for showing, never for deciding who somebody is. */
  readonly name: string;
  /** What ties them to a Slack account; null: the provider does not say. */
  readonly email: string | null;
  readonly until: Instant | null;
};

/** Something the provider told us by itself (a webhook), already verified. */
export type PageNews = {
  /** The provider's id of this event: a second delivery carries the same. */
  readonly id: string;
  readonly dedupKey: string;
  readonly what: 'triggered' | 'acknowledged' | 'unacknowledged' | 'resolved' | 'reopened' | 'escalated' | 'reassigned';
  readonly by: string | null;
  readonly at: Instant;
  readonly url: string | null;
};
