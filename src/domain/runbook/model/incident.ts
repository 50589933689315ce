import type { Condition } from './metric.ts';
import type { Step } from './step.ts';
import type { InputValue, Text } from './terms.ts';

/** One severity of the product (SEV1, P0 ...), in the model's words. */
export type Grade = {
  readonly name: string;
  readonly title: string;
  /** One line a person decides by. */
  readonly criteria: string;
  /** Any of these is enough to suggest it; never to set it. */
  readonly suggest: readonly Suggestion[];
  /** Whoever is on call is paged at once. */
  readonly page: boolean;
  /** Roles told at once: `commander`, `service-owner` (of the service concerned) or the product's. */
  readonly calls: readonly string[];
  /** Name of the channel its card goes to; null: `incidents`. */
  readonly channel: string | null;
  /** null: nobody is reminded. */
  readonly cadence: Cadence | null;
  /** Ids of the actions it offers. */
  readonly actions: readonly string[];
  /** The action put forward when it is declared; null: none. */
  readonly first: string | null;
  readonly holdsReleases: boolean;
  /** null: none is due. */
  readonly postmortem: PostmortemDue | null;
};

export type Suggestion = { readonly metric: string; readonly condition: Condition; readonly forMs: number | null };

/**
 * When an update is due and when it counts as missed, in ms since the last one. `20m-30m` is due at 20, missed at 30;
 * a single `10m` is missed when the next one is due as well.
 */
export type Cadence = { readonly dueMs: number; readonly missedMs: number; readonly text: string };

/** `48h`: elapsed; `3 working days`: whole working days, the day itself not counted. */
export type PostmortemDue = {
  readonly kind: 'elapsed' | 'working-days';
  /** Milliseconds where elapsed, days where working days. */
  readonly amount: number;
  readonly text: string;
};

/** `{ after: 15m, without: acknowledged, page: [release-manager] }` */
export type Escalation = {
  readonly afterMs: number;
  readonly without: 'acknowledged' | 'commander' | 'update' | 'mitigated';
  readonly page: readonly string[];
  /** Grades it holds for; empty: all. */
  readonly grades: readonly string[];
};

export type IncidentAction = {
  readonly id: string;
  readonly title: Text;
  /** Who may press it; empty: the commander. */
  readonly roles: readonly string[];
  /** Grades that offer it; empty: those that list it. */
  readonly grades: readonly string[];
  readonly reasonRequired: boolean;
  readonly does: ActionDoes;
};

export type ActionDoes =
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly undo: readonly Step[] }
  /** A recent release, by its own rollback. */
  | { readonly kind: 'rollback-suspect' }
  /** The releases of the product that are on their way stand still. */
  | { readonly kind: 'pause-suspect' }
  | { readonly kind: 'start'; readonly start: StartOther };

/** Another runbook of the product, linked to this run: a release type, or a drill's id. */
export type StartOther = {
  readonly what: string;
  readonly strategy: string | null;
  readonly inputs: { readonly [name: string]: InputValue };
};

/** What an update says; `nextUpdate` is when the next one comes. */
export type UpdateField = 'status' | 'conditions' | 'actions' | 'needs' | 'nextUpdate';

export type ResolveRequirement = 'impact' | 'no-active-workaround' | 'followups-owned' | 'postmortem-owner';
