import type { Instant } from '#src/base/time.ts';
import type { AlertCommand } from '#src/domain/alerts/commands.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import type { Ask } from '#src/domain/commands.ts';
import type { IncidentSource } from '#src/domain/incident/state.ts';
import type { Story } from '#src/domain/incident/stories.ts';
import type { Calendar } from '#src/domain/policy/calendar/closures.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import type { DrillRun, IncidentRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import type { RunFilter, RunSummary } from '#src/domain/run-summary.ts';
import type { DrillInfo } from '#src/domain/runbook/model/drill.ts';
import type { DrillRunbook, IncidentRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Input, InputValue } from '#src/domain/runbook/model/terms.ts';
import type { SetFreeze } from '#src/domain/system-facts.ts';
import type { Incoming, Person } from './incoming.ts';
import type { FoundMessage } from './message.ts';
import type { Reply } from './reply.ts';

/**
 * All a command may use: it is built for one request, so it knows who asks and gives a second delivery the first answer.
 * Commands import no engine, store, runbook or report.
 */
export interface Desk {
  now(): Instant;
  /** Decides and waits until it is on disk. A refusal becomes the reply; `say` is asked only when it was done, and its answer is stored with it. */
  handle(run: string, ask: Ask, say: (after: Run) => Reply): Promise<Reply>;
  start(request: StartRequest, say: (after: ReleaseRun) => Reply): Promise<Reply>;
  declare(request: DeclareRequest, say: (after: IncidentRun) => Reply): Promise<Reply>;
  startDrill(request: StartDrillRequest, say: (after: DrillRun) => Reply): Promise<Reply>;
  /** Rehearses beside everything else; the report is shared as a file. */
  rehearse(request: RehearsalRequest): Reply;
  /** Asks every metric now; the answer goes to the person directly. */
  lintLive(request: LiveLintRequest): Reply;
  /** By id, `REL-12`; null: there is none. */
  run(id: string): Promise<Run | null>;
  release(id: string): Promise<ReleaseRun | null>;
  incident(id: string): Promise<IncidentRun | null>;
  drill(id: string): Promise<DrillRun | null>;
  /** The alerts of a product as they stand; null: it has none. */
  alerts(product: string): Promise<Alerts | null>;
  /** As `handle`, of a product's alerts. */
  handleAlert(product: string, ask: AlertCommand, say: () => Reply): Promise<Reply>;
  /** A message as it reads now, with its thread and permalink; null: it is not there, or Slack did not say in time. */
  message(place: { readonly channel: string; readonly ts: string }): Promise<FoundMessage | null>;
  /** Who is on call now, by role of a product, as the pager says; a role nobody could look up says why. */
  onCall(product: string): Promise<readonly { readonly role: string; readonly says: string }[]>;
  /** The run whose card opens this thread. */
  runByThread(channel: string, thread: string): Promise<Run | null>;
  runs(filter: RunFilter): Promise<readonly RunSummary[]>;
  /** The calendar of a product with the freezes that stand now; null: there is no such product. */
  calendar(product: string): Promise<Calendar | null>;
  /** Freezes set in Slack for a product, those that are over too. */
  freezes(product: string): Promise<readonly SetFreeze[]>;
  /** Freezes production of a product, on record, and tells its open releases. */
  freeze(request: FreezeRequest): Promise<Reply>;
  endFreeze(request: { readonly id: string; readonly reason: string }): Promise<Reply>;
  readonly runbooks: Runbooks;
  /** Roles of the asker in a product, looked up now (groups included). */
  roles(product: string): Promise<readonly string[]>;
}

export type StartRequest = {
  readonly product: string;
  readonly type: string;
  readonly strategy: string | null;
  readonly inputs: { readonly [name: string]: InputValue };
  readonly T: Instant | null;
  readonly version: string | null;
  /** Where the card goes; null: the product's `releases` channel. */
  readonly channel: string | null;
  /** The incident it is started from; that one does not hold it. Default: none. */
  readonly incident?: string;
};

export type StartDrillRequest = {
  readonly product: string;
  readonly drill: string;
  /** Where the card goes when the product names no channel `drills` or `releases`. */
  readonly channel: string | null;
  /** The incident it is started from. Default: none. */
  readonly incident?: string;
};

/** Days, both included, `2026-12-20`. */
export type FreezeRequest = {
  readonly product: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
};

export type RehearsalRequest = {
  readonly product: string;
  /** A release type, `incident`, or a drill's id. */
  readonly what: string;
  /** What is chosen of an incident; all null: each severity, with everything going well. */
  readonly turn: IncidentTurn;
  /** How people call it, escaped. */
  readonly title: string;
  /** Where the report goes; null: to `user` directly. */
  readonly channel: string | null;
  readonly user: string;
};

export type LiveLintRequest = { readonly person: Person };

export type IncidentTurn = {
  readonly severity: string | null;
  readonly action: string | null;
  readonly scene: Story | null;
};

export type DeclareRequest = {
  readonly product: string;
  readonly severity: string;
  readonly title: string | null;
  readonly service: string | null;
  readonly impact: string | null;
  /** Slack user id; null: whoever declares it. */
  readonly commander: string | null;
  readonly occurredAt: Instant | null;
  readonly drill: boolean;
  readonly private: boolean;
  readonly source: IncidentSource | null;
};

export interface Runbooks {
  products(): readonly ProductInfo[];
  /** The resolved runbook of a type and strategy; null: there is none. */
  resolve(product: string, type: string, strategy: string | null): ReleaseRunbook | null;
  /** The incident runbook of a product; null: it has none. */
  incident(product: string): IncidentRunbook | null;
  /** A drill of a product by its id; null: there is none. */
  drill(product: string, id: string): DrillRunbook | null;
  /** Mistakes in the files loaded at start that keep a product from starting, a sentence each with file, line and column. */
  lint(): readonly string[];
  /** What would happen, instants, people and commands included, without doing anything. `calendar`: with its freezes of now. */
  plan(request: StartRequest, now: Instant, calendar: Calendar | null): string;
  planIncident(product: string): string;
  planDrill(product: string, drill: string): string;
  /** Files of a product as they were loaded, with their sha256. */
  files(product: string): readonly { readonly path: string; readonly text: string; readonly hash: string }[];
}

export type ProductInfo = {
  readonly name: string;
  readonly title: string;
  readonly timezone: string;
  /** Channel ids this product uses. */
  readonly channels: readonly string[];
  readonly isDefault: boolean;
  readonly types: readonly TypeInfo[];
  /** It has an incident runbook. */
  readonly incidents: boolean;
  readonly drills: readonly DrillInfo[];
};

export type TypeInfo = {
  readonly name: string;
  readonly title: string;
  readonly alias: readonly string[];
  readonly strategies: readonly string[];
  readonly inputs: readonly Input[];
};

/** One thing a person can type: `/release start`. */
export type Verb = {
  readonly noun: string;
  readonly word: string;
  /** `[type] [product] [version] [at TIME]` */
  readonly usage: string;
  readonly help: string;
  /** Whether help lists it for somebody; default: for everybody. What really may be done is decided at the press. */
  readonly may?: (runbook: ReleaseRunbook, actor: PersonActor) => boolean;
  /** Its text keeps people as `<@U1>`, because it does something with them; default false. */
  readonly people?: boolean;
  /** It can also be said as `@gonogo word ...`; default false. */
  readonly inThread?: boolean;
  /** `text`: what stands behind the word, as it was typed. */
  run(request: Incoming, text: string, desk: Desk): Promise<Reply>;
};

/** One thing a person can press (`release.vote`), or a form they can send. */
export type Handler = { readonly name: string; run(request: Incoming, desk: Desk): Promise<Reply> };

export type Registry = {
  readonly verbs: readonly Verb[];
  readonly actions: readonly Handler[];
  readonly forms: readonly Handler[];
  readonly shortcuts: readonly Handler[];
  /** Draws the app's home tab for whoever opened it. */
  readonly home: Handler;
  /** What people do to messages: an emoji on one, an edit, a deletion. */
  readonly heard: Handler;
};
