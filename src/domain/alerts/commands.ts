import type { Sample } from '#src/domain/measure/reading.ts';
import type { WatchState } from '#src/domain/measure/watch.ts';
import type { AlertDefinition } from './state.ts';

/** What the bot's start, sweeps, senders of alerts and other runs tell the alerts of a product. */
export type AlertNews =
  /** The files as they are loaded now; the same as before changes nothing. */
  | {
      readonly type: 'alerts-define';
      readonly definition: AlertDefinition;
      readonly settleMs: number;
      readonly silentAfterMs: number;
    }
  | AlertsMeasured
  | { readonly type: 'alerts-received'; readonly sender: string; readonly alerts: readonly ReceivedAlert[] }
  | {
      readonly type: 'alert-declared';
      readonly environment: string;
      readonly alert: string;
      readonly incident: string;
    };

/** One sweep of one environment came back. */
export type AlertsMeasured = {
  readonly type: 'alerts-measured';
  readonly environment: string;
  readonly generation: number;
  readonly samples: readonly Sample[];
  /** What the sweeps before it have shown, handed on from one to the next; null: this is the first. */
  readonly state: WatchState | null;
  /** Incidents of the product that are open now: while one is, it suggests grades itself. */
  readonly incidents: readonly string[];
  /** Who holds each role; null: nobody was asked, because nothing is paged. */
  readonly people: { readonly [role: string]: readonly string[] } | null;
};

/** One alert as Alertmanager or Grafana told it, already verified and read. */
export type ReceivedAlert = {
  readonly name: string;
  /** The same for every word about this alert: the sender's fingerprint. */
  readonly fingerprint: string;
  readonly state: 'firing' | 'resolved';
  /** Of its labels; null: they do not say. */
  readonly environment: string | null;
  readonly priority: string | null;
  readonly since: number;
  /** When it ended; null while it fires. */
  readonly endedAt: number | null;
  readonly says: string;
  readonly link: string | null;
};

/** Pressed below an alert: "I have it"; and, of one whose sender is not heard of, that somebody looked and it is over. */
export type AlertCommand =
  | { readonly type: 'acknowledge-alert'; readonly number: number }
  | { readonly type: 'close-alert'; readonly number: number; readonly reason: string };
