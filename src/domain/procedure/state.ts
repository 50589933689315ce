import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Drill } from '#src/domain/drill/state.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { Pages } from '#src/domain/incident/evolve-page.ts';
import type { Incident } from '#src/domain/incident/state.ts';
import type { Reading } from '#src/domain/measure/reading.ts';
import type { Told } from '#src/domain/measure/told.ts';
import type { Watch, WatchState } from '#src/domain/measure/watch.ts';
import type { Closure } from '#src/domain/policy/calendar/closures.ts';
import type { Notes } from '#src/domain/release/notes.ts';
import type { Freeze } from '#src/domain/runbook/model/calendar.ts';
import type { DrillRunbook, IncidentRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';

/** A run as its timeline tells it. Plain JSON, rebuilt by folding the facts; never stored as the truth. */
export type Run = ReleaseRun | IncidentRun | DrillRun;

/** What every run has: progress through phases and steps, and what was measured on the way. */
export type Procedure = {
  readonly id: string;
  readonly stream: string;
  /** Facts folded so far. */
  readonly seq: number;
  readonly title: string;
  /** sha256 over the pinned runbook's files. */
  readonly runbookHash: string;
  readonly inputs: { readonly [name: string]: InputValue };
  readonly executables: { readonly [name: string]: string };
  readonly people: { readonly [role: string]: readonly string[] };
  /** Roles of which nobody could say who holds them when they were asked last, and why. */
  readonly unread: { readonly [role: string]: string };
  readonly channel: string;
  readonly initiator: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** Go-live, null while it is open; of an incident, its declaration; of a drill, its start. */
  readonly T: Instant | null;
  readonly phases: { readonly [id: string]: PhaseState };
  readonly steps: { readonly [id: string]: StepState };
  readonly waves: readonly WaveState[];
  readonly watches: { readonly [id: string]: WatchRecord };
  readonly snapshots: { readonly [step: string]: { readonly [metric: string]: Json } };
  readonly comparisons: {
    readonly [step: string]: {
      readonly attempt: number;
      readonly passed: boolean;
      readonly rows: readonly Json[];
      readonly says: string;
    };
  };
  readonly published: readonly { readonly name: string; readonly at: Instant }[];
  readonly overrides: readonly {
    readonly what: string;
    readonly reason: string;
    readonly by: string;
    readonly at: Instant;
    readonly roles: readonly string[];
    readonly principal?: string;
    /** What had been found when a fact was accepted. */
    readonly outcome?: FoundFact['outcome'];
    /** Of a hold: the incidents it was accepted for, by grade. */
    readonly holds?: { readonly [incident: string]: string };
  }[];
  readonly reports: readonly { readonly name: string; readonly hash: string; readonly permalink: string | null }[];
  readonly troubles: readonly string[];
};

export type ReleaseRun = Procedure & {
  readonly kind: 'release';
  readonly runbook: ReleaseRunbook;
  /** Who was rung because it stands still. */
  readonly pages: Pages;
  readonly version: string | null;
  readonly previousVersion: string | null;
  readonly tag: string | null;
  readonly previousTag: string | null;
  readonly commit: string | null;

  readonly status: ReleaseStatus;
  /** Set while it stands still and asks a person. */
  readonly pause: Pause | null;
  readonly rollback: RollbackState | null;
  readonly abort: { readonly reason: string; readonly by: string } | null;
  readonly verdict: {
    readonly verdict: 'success' | 'failed' | 'not-proven';
    readonly lines: readonly { readonly says: string; readonly outcome: string; readonly why: string }[];
  } | null;
  /** When the first step that changes production began; null: none has. */
  readonly touchedAt: Instant | null;
  /** A pointOfNoReturn step has begun: no rollback starts by itself any more. */
  readonly noReturn: boolean;
  /** Facts asked for and not yet answered: nothing starts until they are. */
  readonly awaits: Awaited | null;
  /** Its turn in production; null: it has not asked. Two runs of a product never touch production at one time. */
  readonly production: ProductionTurn | null;
  /** The release from an incident it gave its turn to while it was only watched; null: none went out after it. */
  readonly overtakenBy: string | null;
  readonly notes: Notes | null;
  /** Open incidents of a grade that holds releases: no gate passes while one is here. */
  readonly heldBy: readonly HoldingIncident[];
  /** The incident it was started from: that one does not hold it. */
  readonly incident: string | null;
  /** A rolled-back release that locks the product: this one, for an incident, goes to production all the same. */
  readonly passesLock: string | null;
  /** After its own rollback: who let the next release go on, and why; null: nobody yet. */
  readonly unlocked: { readonly by: string; readonly reason: string; readonly at: Instant } | null;
  /** That incident is open, of a grade that holds releases: its commander has a say in `unless: incident`. */
  readonly incidentHolds: boolean;
  /** Freezes people set in Slack. */
  readonly freezes: readonly Freeze[];
  /** The calendar as it was looked at last, for the phase that wants to touch what it binds; null: it was not yet. */
  readonly window: WindowState | null;
  /** Somebody said when T is; else it comes with the last approval. */
  readonly timed: boolean;
  /** When T was moved last: what opened the calendar before counts no more. */
  readonly movedAt: Instant | null;
  /** Who leads it: whoever started it, until somebody took it over. */
  readonly captain: string;
  /** Everybody who led it so far, whoever leads it now the last: none of them says go where its initiator must not. */
  readonly captains: readonly string[];
  /** Of whoever started or took it, by user id, where Slack said it: which accounts are one person. */
  readonly principals: { readonly [user: string]: string };
  /** It is offered to somebody, and stays with its captain until that is accepted. */
  readonly handover: { readonly to: string; readonly by: string; readonly at: Instant; readonly brief: string } | null;
};

export type WindowState = {
  readonly phase: string;
  readonly at: Instant;
  /** What closes it; nothing: it is open. */
  readonly closures: readonly Closure[];
  /** When it closes, or opens by itself; null: nobody knows of a moment. */
  readonly until: Instant | null;
  /** When it has to be looked at again; null: never by itself. */
  readonly lookAt: Instant | null;
  /** Its end was announced. */
  readonly warned: boolean;
};

export type IncidentRun = Procedure & Incident & { readonly kind: 'incident'; readonly runbook: IncidentRunbook };

export type DrillRun = Procedure & Drill & { readonly kind: 'drill'; readonly runbook: DrillRunbook };

export type HoldingIncident = { readonly incident: string; readonly grade: string; readonly at: Instant };

/** `running` covers the forward way, the rollback and the closing steps; the last three are for ever. */
export type ReleaseStatus = 'running' | 'paused' | 'rolling-back' | 'completed' | 'rolled-back' | 'aborted';

export type Awaited = {
  readonly purpose: 'needs' | 'again' | 'decide';
  readonly step: string;
  readonly attempt: number;
};

export type ProductionTurn = {
  readonly since: Instant;
  readonly phase: string;
  readonly taken: boolean;
  /** The run it waits for; null: it is not known yet whether it has to. */
  readonly behind: string | null;
  /** That run was rolled back, and nobody has unlocked the product since. */
  readonly locked?: boolean;
};

export type Pause = {
  readonly cause: 'person' | 'metric' | 'step' | 'gate' | 'window';
  readonly says: string;
  readonly step: string | null;
  readonly watch: string | null;
  /**
   * By the clock of then, also after that was set back: it names the pause to whoever has its sentence in a form. The chain
   * and its pages count from moments of their own, which move along; counted from here is only how rarely it is measured.
   */
  readonly at: Instant;
  readonly by: string | null;
  /** So many pages were of earlier pauses. */
  readonly pagesBefore: number;
  /** From when the chain of escalation counts, and which of its rules were used. */
  readonly countedFrom: Instant;
  readonly escalated: readonly number[];
  /** What its sentence says of each metric, so that going on accepts that and nothing else. */
  readonly told: Told;
  /** All that its watches have told since the run stands still: nothing is told twice. */
  readonly toldBy: { readonly [watch: string]: Told };
  /** What each watch stood still for: one that asks after another does not hide what that one said. */
  readonly saysBy?: { readonly [watch: string]: string };
};

export type RollbackState = {
  readonly reason: string;
  readonly cause: string;
  readonly by: string | null;
  readonly at: Instant;
  readonly finishedAt: Instant | null;
};

export type PhaseState = {
  readonly status: 'pending' | 'running' | 'done' | 'skipped' | 'off';
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Its people were told that its moment has come. Default: they were not. */
  readonly due?: boolean;
};

/** `waiting`: for a person. `failed` and `interrupted` ask one. */
export type StepStatus =
  | 'pending'
  | 'off'
  | 'running'
  | 'waiting'
  | 'done'
  | 'failed'
  | 'interrupted'
  | 'skipped'
  | 'cancelled';

export type StepState = {
  readonly status: StepStatus;
  /** It was started at least once in this run: undoing it may be needed. */
  readonly began: boolean;
  readonly attempt: number;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Slack user id of who ended it; null: the bot. */
  readonly by: string | null;
  readonly resolved: { readonly [name: string]: Json };
  readonly part: { readonly index: number; readonly of: number; readonly value: string } | null;
  readonly outputs: { readonly [name: string]: Json };
  readonly says: string;
  readonly detail: string | null;
  /** It failed because nobody could measure or tell: no rollback follows from that. */
  readonly unknown: boolean;
  /** Set while a failed attempt waits to be repeated by itself. */
  readonly retryAt: Instant | null;
  /** When the work behind an accepted call is asked about again; null: it is not polled. */
  readonly pollAt: Instant | null;
  readonly stopping: boolean;
  /** It could not be told to stop: while `stopping`, nobody knows whether it still runs. */
  readonly stopFailed: boolean;
  readonly ticks: { readonly [item: string]: Tick };
  readonly evidence: readonly {
    readonly label: string;
    readonly link: string;
    readonly by: string;
    readonly file?: { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string };
  }[];
  readonly gate: GateState | null;
  readonly tail: string;
  /** Who looks after it since it failed; null: nobody was asked by name and nobody has taken it. */
  readonly care: Care | null;
};

export type Care = {
  readonly user: string | null;
  /** False: only asked to. */
  readonly taken: boolean;
  readonly since: Instant;
  /** Nobody took it in time, so whoever answers for it was asked. */
  readonly asked: boolean;
};

export type Tick = {
  readonly holds: boolean;
  readonly by: string | null;
  readonly at: Instant;
  readonly remark: string | null;
};

export type GateState = {
  readonly status: 'open' | 'passed' | 'held' | 'denied' | 'expired';
  readonly expiresAt: Instant | null;
  readonly votes: readonly Vote[];
  readonly facts: readonly FoundFact[];
  readonly factsAt: Instant | null;
  /** It passed for this moment of entering production; null: production is not entered by it. */
  readonly entersAt?: Instant | null;
  /** Drills that are overdue, as they were when the facts were looked up. Default: none. */
  readonly overdue?: readonly string[];
  /** Why it was voided or held, newest last. */
  readonly remarks: readonly string[];
};

export type Vote = {
  readonly user: string;
  readonly roles: readonly string[];
  readonly go: boolean;
  readonly at: Instant;
  readonly reason: string | null;
  readonly hash: string;
  readonly principal?: string;
};

export type WaveState = {
  readonly step: string;
  /** The attempt of its step that moved it last. */
  readonly attempt: number;
  readonly number: number;
  readonly weight: number;
  readonly targets: readonly string[];
  readonly startedAt: Instant;
  readonly shiftedAt: Instant | null;
  readonly soakUntil: Instant | null;
  readonly finishedAt: Instant | null;
};

export type WatchRecord = {
  readonly kind: 'phase' | 'rollback' | 'step' | 'snapshot';
  readonly definition: Watch;
  readonly startedAt: Instant;
  /** A snapshot's end; null: until it is ended. */
  readonly until: Instant | null;
  readonly ended: boolean;
  readonly sweptAt: Instant | null;
  /** The grid's next point, or sooner after something could not be measured. */
  readonly sweepAt: Instant;
  readonly state: WatchState;
  readonly latest: { readonly [metric: string]: Reading };
  /** Readings so far by what they came to; warming-up ones do not count. */
  readonly counts: {
    readonly [metric: string]: { readonly pass: number; readonly fail: number; readonly unclear: number };
  };
  /** A limit that only warns and is exceeded, until what it named passes again; null: none. */
  readonly warning: Warning | null;
  /** Values of the last sweeps, oldest first, bounded: trend lines, and the "after" of a comparison. */
  readonly recent: { readonly [metric: string]: readonly RecentValue[] };
};

export type Warning = {
  readonly action: 'warn' | 'incident';
  readonly says: string;
  readonly at: Instant;
  readonly metrics: readonly string[];
};

export type RecentValue = { readonly at: Instant; readonly value: number; readonly samples: number | null };

export const PENDING_STEP: StepState = {
  status: 'pending',
  began: false,
  attempt: 0,
  startedAt: null,
  endedAt: null,
  by: null,
  resolved: {},
  part: null,
  outputs: {},
  says: '',
  detail: null,
  unknown: false,
  retryAt: null,
  pollAt: null,
  stopping: false,
  stopFailed: false,
  ticks: {},
  evidence: [],
  gate: null,
  tail: '',
  care: null,
};

/** A run with something of it changed that every kind of run has. */
export function changed<R extends Run>(run: R, change: Partial<Procedure>): R {
  return { ...run, ...change };
}

/** Nothing of it can change any more but its closing steps. */
export function isFinal(run: ReleaseRun | DrillRun): boolean {
  if (run.kind === 'drill') return run.status !== 'running';
  return run.status === 'completed' || run.status === 'rolled-back' || run.status === 'aborted';
}
