import type { Instant } from '#src/base/time.ts';

/** What an incident knows beyond its steps. Plain JSON, folded from its facts (evolve.ts). */
export type Incident = {
  readonly status: IncidentStatus;
  /** Name of the grade: `SEV1`. */
  readonly severity: string;
  /** Every grade it had, oldest first. */
  readonly severities: readonly { readonly severity: string; readonly at: Instant; readonly by: string | null }[];
  /** Every status it had, oldest first: time in each is counted from these. */
  readonly statuses: readonly { readonly status: IncidentStatus; readonly at: Instant }[];
  readonly drill: boolean;
  readonly private: boolean;
  /** Name among the product's services; null: none was named, `default` counts. */
  readonly service: string | null;
  readonly impact: string | null;
  /** When it began, as far as people know; declared later. */
  readonly occurredAt: Instant;
  /** How it came to light: the message, gate or alert it was declared from; null: somebody just said so. */
  readonly source: IncidentSource | null;
  /** False while the title is made up. */
  readonly titled: boolean;
  /** How long the pager's provider is given before somebody looks whether it rings, in ms. */
  readonly settleMs: number;

  /** Slack user ids. */
  readonly commander: string | null;
  readonly deputy: string | null;
  readonly commanders: readonly {
    readonly user: string;
    readonly at: Instant;
    readonly how: 'declared' | 'took' | 'handover';
  }[];
  readonly handover: Handover | null;
  /** Everybody who joined, acknowledged, led or acted. */
  readonly responders: readonly string[];

  readonly pages: { readonly [id: string]: Page };
  /** Since when the chain counts: the declaration or the last reopening. */
  readonly openedAt: Instant;
  readonly escalated: readonly { readonly rule: number; readonly at: Instant }[];
  readonly cadence: CadenceState;
  readonly updates: readonly Update[];

  readonly decisions: readonly Noted[];
  readonly notes: readonly Noted[];
  readonly tasks: readonly Task[];
  readonly captured: { readonly [ts: string]: Captured };
  readonly actions: readonly ActionTaken[];
  readonly suspects: readonly Suspect[];
  /** Runs started from it. */
  readonly links: readonly { readonly run: string; readonly why: string; readonly at: Instant }[];
  /** The highest grade whose conditions hold now and that nobody set or dismissed; null: none. */
  readonly suggestion: { readonly severity: string; readonly says: string; readonly at: Instant } | null;

  readonly mitigatedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  readonly resolution: { readonly summary: string; readonly by: string } | null;
  readonly refusals: readonly { readonly reasons: readonly string[]; readonly at: Instant }[];
  readonly reopened: readonly { readonly reason: string; readonly at: Instant }[];
  readonly postmortem: Postmortem;
};

/** `mitigated`: users feel it no more; it is watched until it may be resolved. */
export type IncidentStatus = 'investigating' | 'mitigated' | 'resolved';

export type IncidentSource =
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly ts: string;
      readonly permalink: string | null;
      readonly text: string;
    }
  | { readonly kind: 'release'; readonly run: string; readonly says: string }
  /** `alert` null: figures that suggested its grade. */
  | { readonly kind: 'alert'; readonly environment: string; readonly alert: string | null; readonly says: string };

/** Who leads next: offered with a brief, and nothing changes before it is accepted. */
export type Handover = { readonly to: string; readonly by: string; readonly at: Instant; readonly brief: string };

/**
 * One page of one routing key. `requested`: on its way to the provider. `accepted`: the provider took it. `acknowledged`:
 * a person has it. `failed`: it will reach nobody this way.
 */
export type Page = {
  /** `p1`, `p2` ... */
  readonly id: string;
  readonly state: 'requested' | 'accepted' | 'acknowledged' | 'failed' | 'resolved';
  /** Name of the variable with the routing key. */
  readonly key: string;
  readonly dedupKey: string;
  /** Roles it is meant for. */
  readonly roles: readonly string[];
  readonly why: string;
  readonly requestedAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly acknowledgedAt: Instant | null;
  /** `<@U1>` or a name as the provider writes it; null: it does not say. */
  readonly acknowledgedBy: string | null;
  readonly endedAt: Instant | null;
  /** The last sentence about it. */
  readonly says: string;
  /** When somebody last looked whether it rings; null: nobody did. */
  readonly readAt: Instant | null;
  /** How often somebody looked. */
  readonly looks: number;
  readonly url: string | null;
  /** A second way was taken, and why; null: none was needed. */
  readonly fallback: {
    readonly at: Instant;
    readonly says: string;
    /** Slack user ids, and mail addresses. */
    readonly users: readonly string[];
    readonly mails: readonly string[];
  } | null;
};

/** When people hear something next. `null` instants: nobody is reminded (no cadence, or resolved). */
export type CadenceState = {
  /** The last update, or the declaration. */
  readonly lastAt: Instant;
  readonly dueAt: Instant | null;
  readonly missedAt: Instant | null;
  /** The next moment somebody is reminded. */
  readonly nextAt: Instant | null;
  /** Reminders since the last update: 1 to the commander, 2 missed, 3 paged again, then on the grid. */
  readonly reminders: number;
  /** How many of them told that the update is missed. */
  readonly missedReminders: number;
  /** Snoozes since the last update. */
  readonly snoozes: number;
  /** Number of the fact of the reminder that stands in the thread, and of the one before it; null: none. */
  readonly shown: number | null;
  readonly former: number | null;
  /** The present stretch was told to be missed. */
  readonly missedCounted: boolean;
  /** Kept for ever, for compliance: what was due and when it was met. */
  readonly met: number;
  readonly missed: number;
  readonly worstMs: number;
};

export type Update = {
  readonly at: Instant;
  readonly by: string;
  readonly status: string;
  readonly conditions: string;
  readonly actions: string;
  readonly needs: string;
  /** When it was due; null: nothing was. */
  readonly dueAt: Instant | null;
  readonly noChange: boolean;
};

export type Noted = { readonly text: string; readonly by: string; readonly at: Instant };

export type Task = {
  /** `1`, `2` ... */
  readonly id: string;
  readonly text: string;
  readonly by: string;
  readonly at: Instant;
  /** Slack user id; null: nobody's yet. */
  readonly owner: string | null;
  /** To be done after the incident: it stays due when the incident is over. */
  readonly followUp: boolean;
  readonly dueAt: Instant | null;
  readonly doneAt: Instant | null;
};

/** A message somebody pinned, as it read then and as it reads now. */
export type Captured = {
  readonly channel: string;
  readonly ts: string;
  readonly author: string | null;
  readonly text: string;
  readonly permalink: string;
  readonly by: string;
  readonly at: Instant;
  readonly edits: readonly { readonly text: string | null; readonly at: Instant }[];
};

/** One press of an action. It stands on the card until it is undone or accepted as lasting. */
export type ActionTaken = {
  /** `a1`, `a2` ...; its steps are named with it (`a1.steps.1`). */
  readonly id: string;
  readonly action: string;
  /** The release it acts on; null: none. */
  readonly suspect: string | null;
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
  /** How it ended, in a sentence. */
  readonly says: string;
  readonly state: 'running' | 'done' | 'undoing' | 'undone' | 'lasting';
  readonly endedAt: Instant | null;
};

/** A release that went to production lately. */
export type Suspect = {
  readonly run: string;
  readonly title: string;
  readonly version: string;
  /** When it first touched production. */
  readonly at: Instant;
  readonly status: string;
};

export type Postmortem = {
  /** Slack user id. */
  readonly owner: string | null;
  readonly dueAt: Instant | null;
  readonly draftedAt: Instant | null;
  readonly permalink: string | null;
  readonly remindedAt: Instant | null;
  readonly state: PostmortemState;
};

export type PostmortemState = 'draft' | 'in-review' | 'reviewed' | 'closed';
