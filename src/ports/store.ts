import type { Json, JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { RunFilter, RunSummary } from '#src/domain/run-summary.ts';

export type { RunFilter, RunSummary } from '#src/domain/run-summary.ts';

/**
 * Durable memory. `append(change)` is ONE transaction and holds everything one decision causes: whatever is left out of
 * it is lost or doubled by a crash. Rows are JSON; `engine/codec.ts` gives them types. A failed COMMIT is an unknown
 * outcome: the store rejects with `store.failed` and the process must stop and read again.
 */
export interface Store {
  /** The number of this start, from a committed counter. Effects claimed in an older epoch are orphans. */
  readonly epoch: number;

  append(change: Change): Promise<AppendAnswer>;
  /** Moves a claimed effect on without an event: `due` again at `dueAt`, or `unknown` until `dueAt`. False: it was stale. */
  settle(settlement: Settlement): Promise<boolean>;
  /** Marks what is due as `sending` in this epoch, durably, before anything is called. At most one of a lane (see Claim). */
  claimEffects(claim: Claim): Promise<readonly EffectRow[]>;
  /** Effects still `sending` in an older epoch: moved to what `plan` says for their kind. Called once, at start. */
  recoverEffects(
    plan: (row: EffectRow) => { readonly state: 'due' | 'unknown'; readonly dueAt: Instant },
  ): Promise<readonly EffectRow[]>;
  dueTimers(now: Instant, limit: number): Promise<readonly TimerRow[]>;
  /** Compare-and-set: a timer that is still due at its instant becomes due at `to`, for it could not be fired now. */
  postpone(timer: TimerRow, to: Instant): Promise<void>;
  /** The next instant at which a timer or an effect is due, perhaps past; null: nothing waits. */
  nextDue(): Promise<Instant | null>;
  /** The newest moment on record: that of the last event, or of a step back of the clock behind it; null: there is none. */
  lastAt(): Promise<Instant | null>;
  /**
   * The clock was set back by so much: what is open and due later than now moves nearer by that, never before now. All
   * such instants are waits (a retry, a pace), and nobody meant them to last longer. When it was first sent moves as well.
   * On record in the same transaction, so that it is never done twice.
   */
  hasten(byMs: number, now: Instant): Promise<ClockJump>;
  /** The clock's last step back; null: it never made one. */
  clockJump(): Promise<ClockJump | null>;
  /** Every stream has heard of it. */
  clockJumpTold(jump: ClockJump): Promise<void>;
  /** How many effects this start has claimed and not settled. */
  inFlight(): Promise<number>;

  readStream(stream: string, afterSeq?: number): Promise<readonly EventRow[]>;
  readEffect(id: string): Promise<EffectRow | null>;
  effectsOf(stream: string, states: readonly EffectState[]): Promise<readonly EffectRow[]>;
  /** The first effects of a lane that are `due`, whenever, in the order they were asked for. */
  waitingIn(lane: string, limit: number): Promise<readonly EffectRow[]>;
  readRequest(key: string): Promise<Json | null>;
  /** `nextNumber('REL')` -> 1, 2, 3 ...: a gap is fine, a reuse never. */
  nextNumber(name: string): Promise<number>;
  runs(filter: RunFilter): Promise<readonly RunSummary[]>;
  run(stream: string): Promise<RunSummary | null>;
  message(stream: string, name: string): Promise<MessageRow | null>;
  blob(hash: string): Promise<Uint8Array | null>;
  meta(key: string): Promise<string | null>;
  setMeta(key: string, value: string): Promise<void>;
  /** Figures for /metrics. */
  counts(): Promise<StoreCounts>;
  /** Deletes what may go: settled effects after 30 days, sweeps of alerts after an hour, requests after 24 h. */
  prune(now: Instant): Promise<void>;
  close(): Promise<void>;
}

/** A step back of the clock: the first has the number 1. `at`: what the clock showed after it. */
export type ClockJump = {
  readonly number: number;
  readonly byMs: number;
  readonly at: Instant;
  readonly told: boolean;
};

export type Change = {
  readonly stream: string;
  /** Events of the stream so far; 0 means it must not exist. */
  readonly expectedVersion: number;
  readonly events: readonly EventRow[];
  readonly effects: readonly NewEffect[];
  /** Setting a name replaces it, null clears it. */
  readonly timers: { readonly [name: string]: { readonly at: Instant; readonly policy: TimerPolicy } | null };
  /** Ids of `due` effects to cancel; one already sending is left alone. */
  readonly cancel: readonly string[];
  readonly settles?: Settlement;
  /** Compare-and-set: the timer must still be due at that instant; it is gone after. */
  readonly fires?: { readonly timer: string; readonly at: Instant };
  readonly request?: { readonly key: string; readonly reply: Json };
  readonly run: RunSummary | null;
  readonly messages: readonly { readonly name: string; readonly channel: string; readonly ts: string }[];
  readonly blobs: readonly { readonly hash: string; readonly bytes: Uint8Array }[];
  /** When it was decided; stamps requests, effects and blobs. */
  readonly at: Instant;
};

/**
 * Asked in this order. `duplicate`: the request was answered before, so. `stale`: the effect or timer it answers is
 * already gone. `conflict`: the stream has moved, decide again.
 */
export type AppendAnswer = 'appended' | 'conflict' | 'stale' | { readonly duplicate: Json };

/** One event as it is kept for ever. `line` is the exact canonical text whose sha256 is `hash`. */
export type EventRow = {
  readonly stream: string;
  readonly seq: number;
  readonly at: Instant;
  readonly type: string;
  readonly line: string;
  readonly hash: string;
};

export type EffectState = 'due' | 'sending' | 'unknown' | 'done' | 'failed' | 'cancelled';

export type NewEffect = {
  readonly id: string;
  readonly kind: string;
  /** Effects of one lane run strictly in order, lanes side by side. */
  readonly lane: string;
  /** 0 page, 1 deadline, 2 answer to a person, 3 chatter. */
  readonly priority: number;
  readonly dueAt: Instant;
  readonly body: JsonObject;
  /** When one of this kind and lane is already `due`, that one stays, at the earlier of the two instants, and this is dropped. */
  readonly coalesce?: boolean;
};

export type EffectRow = {
  readonly id: string;
  readonly stream: string;
  readonly kind: string;
  readonly lane: string;
  readonly priority: number;
  readonly dueAt: Instant;
  /** Claims so far, this one included. */
  readonly attempt: number;
  readonly epoch: number;
  readonly body: JsonObject;
  readonly state: EffectState;
  /** It was `unknown` when it was claimed: look it up before anything is repeated. */
  readonly look: boolean;
  readonly createdAt: Instant;
  /** When it was first claimed; null before. Look-ups search from here. */
  readonly firstSentAt: Instant | null;
  readonly result: Json | null;
};

/** Compare-and-set: the effect must still be `sending` in this epoch. `dueAt` is needed for `due` and `unknown`. */
export type Settlement = {
  readonly effectId: string;
  readonly epoch: number;
  readonly end: 'done' | 'failed' | 'due' | 'unknown';
  readonly dueAt?: Instant;
  readonly result?: Json;
};

/**
 * Which effects to take: state `due` or `unknown`, dueAt reached, first of their lane (nothing earlier of the lane is due,
 * sending or unknown), highest priority first. Lanes in `skipLanes` are left for later (their pace says so).
 */
export type Claim = { readonly now: Instant; readonly limit: number; readonly skipLanes: readonly string[] };

/** catch-up: all missed ones fire, in due order. coalesce: one for all that were missed. */
export type TimerPolicy = 'catch-up' | 'coalesce';
export type TimerRow = {
  readonly stream: string;
  readonly name: string;
  readonly at: Instant;
  readonly policy: TimerPolicy;
};

export type MessageRow = {
  readonly stream: string;
  readonly name: string;
  readonly channel: string;
  readonly ts: string;
};
export type StoreCounts = {
  readonly events: number;
  readonly effects: { readonly [state: string]: number };
  readonly timers: number;
  readonly openRuns: number;
};
