import type { DrillRecord, Every } from './drill.ts';
import type { Escalation, Grade, IncidentAction, ResolveRequirement, UpdateField } from './incident.ts';
import type { Product } from './product.ts';
import type { Moment, Phase, ReleaseType, Rollback, StandstillRule, SuccessLine } from './release.ts';
import type { Step } from './step.ts';
import type { Input } from './terms.ts';

/**
 * A runbook as the engine runs it: one product and one file, checked. It is plain JSON, because the first event of a run
 * carries it whole.
 */
export type Runbook = ReleaseRunbook | IncidentRunbook | DrillRunbook;

type Shared = {
  readonly product: Product;
  readonly title: string;
  readonly phases: readonly Phase[];
  /** The files it was read from, with the sha256 of their bytes. */
  readonly files: readonly { readonly path: string; readonly hash: string }[];
};

/** With `byType`, `byStrategy` and `only` already decided for one release type and strategy. */
export type ReleaseRunbook = Shared & {
  readonly kind: 'release';
  readonly type: ReleaseType;
  readonly strategy: string;
  readonly inputs: readonly Input[];
  readonly rollback: Rollback | null;
  /** Run however the run ends. */
  readonly finally: readonly Step[];
  readonly success: readonly SuccessLine[];
  readonly events: readonly Moment[];
  /** Who is called when it stands still, a page rang, and nothing happens. Default: nobody. */
  readonly escalation?: readonly StandstillRule[];
};

/** With `byEnvironment` decided for its environment; `only` names grades and is judged while it runs. */
export type IncidentRunbook = Shared & {
  readonly kind: 'incident';
  readonly environment: string;
  /** The product's severities, highest first. */
  readonly grades: readonly Grade[];
  readonly escalation: readonly Escalation[];
  readonly actions: readonly IncidentAction[];
  readonly updates: {
    readonly fields: readonly UpdateField[];
    /** Channels and roles that get each update too. */
    readonly to: readonly string[];
  };
  readonly resolve: {
    readonly stable: { readonly metrics: readonly string[]; readonly forMs: number } | null;
    readonly require: readonly ResolveRequirement[];
  };
  readonly postmortem: { readonly reviewers: readonly string[]; readonly sections: readonly string[] };
};

/** A procedure without more: nothing of production is released by it, and nobody is called. */
export type DrillRunbook = Shared & {
  readonly kind: 'drill';
  /** Its name in facts and in `/runbook start`. */
  readonly id: string;
  readonly every: Every;
  /** Who does it, and is told when it is overdue. */
  readonly roles: readonly string[];
  /** What is noted at its end. */
  readonly records: readonly DrillRecord[];
};
