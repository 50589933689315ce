import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';

/** One row a run, written with every change: lists, App Home and holds read this and nothing else. */
export type RunSummary = {
  readonly stream: string;
  readonly kind: 'release' | 'incident' | 'drill' | 'system' | 'alerts' | 'product';
  /** `REL-12` */
  readonly id: string;
  readonly product: string;
  readonly status: string;
  /** Not in a final state. */
  readonly open: boolean;
  readonly title: string;
  /** Slack user id of who leads it. */
  readonly owner: string;
  readonly version: string;
  readonly channel: string;
  readonly startedAt: Instant;
  /** Next moment it is looked at; null: none. */
  readonly dueAt: Instant | null;
  /** Events, and the hash of the last. */
  readonly events: number;
  readonly head: string;
  /** Whatever else lists need: type, service, inputs of a completed run. */
  readonly facts: JsonObject;
};

export type RunFilter = {
  readonly kind?: RunSummary['kind'];
  readonly open?: boolean;
  readonly product?: string;
  readonly channel?: string;
  readonly owner?: string;
  readonly status?: string;
  /** Only rows in whose facts this is told and not null. */
  readonly has?: 'lock' | 'production' | 'touched' | 'rollbackMs';
  /** So many at most, the newest first. Default all: whoever asks whether there is such a run must not miss the oldest. */
  readonly limit?: number;
};
