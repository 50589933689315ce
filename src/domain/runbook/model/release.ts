import type { Condition } from './metric.ts';
import type { ChecklistItem, Step } from './step.ts';
import type { FactCondition, Offset, Text, When } from './terms.ts';

export type ReleaseType = {
  readonly name: string;
  readonly title: string;
  readonly alias: readonly string[];
  readonly bump: 'major' | 'minor' | 'patch' | 'ask' | 'none';
  readonly strategies: readonly string[];
  readonly needs: readonly FactCondition[];
  readonly downtime:
    | { readonly kind: 'never' }
    | { readonly kind: 'when'; readonly when: When }
    | { readonly kind: 'approve'; readonly roles: { readonly [role: string]: number }; readonly when?: When };
  readonly documents: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly audit: readonly string[];
};

export type Phase = {
  readonly id: string;
  readonly title: string;
  /** null: when the phase before it is done. */
  readonly at: Offset | null;
  /** The first leads. */
  readonly roles: readonly string[];
  readonly activity: string | null;
  /** Why it does not run in this run (`only patch`), shown as off. */
  readonly off: string | null;
  /** Of an incident: grades it is for, judged while it runs; empty: all. */
  readonly grades: readonly string[];
  readonly when: When | null;
  readonly environment: string | null;
  /** It changes production. */
  readonly touchesProduction: boolean;
  /** Another environment it changes; default: none. */
  readonly touches?: string;
  readonly watch: PhaseWatch | null;
  readonly steps: readonly Step[];
  readonly checkpoint: Checkpoint | null;
};

export type PhaseWatch = {
  readonly metrics: readonly string[];
  /** The id of the last phase it goes on in. */
  readonly until: string;
  /** Before the first wave and after each shift: all pass in one sweep for so long. Default 0: once. */
  readonly holdForMs: number;
};

export type Checkpoint = {
  readonly says: string;
  readonly items: readonly ChecklistItem[];
  readonly requires: readonly FactCondition[];
};

export type Rollback = {
  readonly activity: string;
  /** Roles that unlock the product after it; default: the accountable of its activity. */
  readonly owner?: readonly string[];
  /** Act by themselves from the first change of production until the run ends. */
  readonly when: readonly { readonly metric: string; readonly condition: Condition; readonly forMs: number | null }[];
  /** Sentences a person picks. */
  readonly reasons: readonly string[];
  readonly steps: readonly Step[];
  readonly checkpoint: Checkpoint | null;
};

export type SuccessLine = {
  readonly says: string;
  readonly condition:
    | { readonly kind: 'passed'; readonly steps: readonly string[] }
    | { readonly kind: 'never-rollback' }
    | { readonly kind: 'complete-audit' };
};

/** `rollout.started: [scheduler.release.started]` */
export type Moment = { readonly moment: string; readonly names: readonly Text[] };

/** One rule of the product's chain of escalation, as it holds for a release that stands still. */
export type StandstillRule = {
  readonly afterMs: number;
  /** Nobody has the page; nobody decided. */
  readonly without: 'acknowledged' | 'mitigated';
  readonly page: readonly string[];
};
