import type { StartOther } from './incident.ts';
import type { Headers, LimitAction } from './metric.ts';
import type { FactCondition, Input, Offset, Text, When } from './terms.ts';

export type OnFailure = 'pause' | 'retry' | 'continue' | 'rollback' | 'abort';

export type Step = StepEnvelope & StepVerb;

export type StepEnvelope = {
  /** Given, or made from its place: `prepare.3`. Unique in the runbook. */
  readonly id: string;
  /** What people read: `name`, or a sentence made from the verb. */
  readonly title: Text;
  /** Who does it: its own `role`, else the phase's. */
  readonly roles: readonly string[];
  readonly activity: string | null;
  /** Why it does not run in this run, shown as off; null: it runs. */
  readonly off: string | null;
  /** Of an incident: grades it is for, judged while it runs; empty: all. */
  readonly grades: readonly string[];
  readonly when: When | null;
  /** Once per entry of this list (a name such as `inputs.flags`), at most 20. */
  readonly each: string | null;
  readonly timeoutMs: number | null;
  readonly retry: { readonly attempts: number; readonly backoffMs: number } | null;
  readonly onFailure: OnFailure;
  /** What to try, shown with the buttons. */
  readonly ifFails: Text | null;
  /** Who may skip it with a reason. `role`: the step's own roles. */
  readonly skip:
    | { readonly by: 'role' }
    | { readonly by: 'other'; readonly role: string }
    | { readonly by: 'never' }
    | { readonly by: 'freely' };
  readonly repeatable: boolean;
  readonly undoes: readonly string[];
  readonly pointOfNoReturn: boolean;
  /** The runbook says that its command or call only looks. Absent: it may change something. */
  readonly changesNothing?: true;
  readonly delivers: string | null;
  readonly evidence: 'link' | 'file' | 'image' | 'log' | null;
  readonly cleanup: Action | null;
};

export type StepVerb =
  | { readonly verb: 'note'; readonly text: Text }
  | { readonly verb: 'confirm'; readonly text: Text; readonly of: string | null }
  | { readonly verb: 'checklist'; readonly items: readonly ChecklistItem[] }
  | { readonly verb: 'ask'; readonly fields: readonly Input[] }
  | ApproveVerb
  | RunVerb
  | HttpVerb
  | CheckVerb
  | { readonly verb: 'show'; readonly metrics: readonly string[] }
  | WatchVerb
  | { readonly verb: 'shift'; readonly act: Action; readonly waves: readonly Wave[] }
  | {
      readonly verb: 'wait';
      readonly until:
        | { readonly kind: 'offset'; readonly offset: Offset }
        | { readonly kind: 'for'; readonly ms: number };
    }
  | { readonly verb: 'snapshot'; readonly metrics: readonly string[]; readonly overMs: number }
  | { readonly verb: 'compare'; readonly with: string; readonly limits: { readonly [metric: string]: CompareLimit } }
  | {
      readonly verb: 'version';
      readonly version: { readonly kind: 'next' } | { readonly kind: 'of'; readonly ref: Text };
    }
  | { readonly verb: 'release-notes'; readonly sections: readonly string[]; readonly formats: readonly string[] }
  | { readonly verb: 'tag'; readonly message: Text }
  | {
      readonly verb: 'notify';
      readonly to: readonly string[];
      readonly text: Text;
      /** Ids of release-notes steps whose files go with the mails. Default: none. */
      readonly attach?: readonly string[];
    }
  | { readonly verb: 'attach'; readonly wanted: { readonly [document: string]: string } }
  | { readonly verb: 'report'; readonly files: readonly string[] }
  | { readonly verb: 'do'; readonly what: Doing }
  | { readonly verb: 'page'; readonly to: readonly string[]; readonly text: Text }
  /** The steps of these phases once more; a runbook that runs has them in its place (runbook/resolve/again.ts). */
  | { readonly verb: 'again'; readonly phases: readonly string[] }
  | { readonly verb: 'annotate'; readonly text: Text }
  | { readonly verb: 'ticket'; readonly subject: Text; readonly body: Text; readonly labels: readonly string[] }
  | {
      readonly verb: 'statuspage';
      /** As the product names it, and its id at the provider. */
      readonly component: string;
      readonly componentId: string;
      readonly status: ComponentStatus;
      /** Of the incident users read; null: it is named after the component and its status. */
      readonly subject: Text | null;
      readonly text: Text;
    }
  | { readonly verb: 'start'; readonly start: StartOther };

/** What can be written of a release: what happened, before and after, the record, and its notes with how it ended. */
export const REPORTS = [
  'deployment.md',
  'deployment.pdf',
  'kpi.md',
  'kpi.csv',
  'kpi.pdf',
  'audit.json',
  'release-notes.md',
  'release-notes.pdf',
] as const;

export type ComponentStatus = (typeof COMPONENT_STATUS)[number];
export const COMPONENT_STATUS = [
  'operational',
  'under-maintenance',
  'degraded',
  'partial-outage',
  'major-outage',
] as const;

/** One of the bot's own buttons as a step: done when that is so. */
export type Doing = 'acknowledge' | 'lead' | 'severity' | 'update' | 'mitigated' | 'resolve';

export type Verb = StepVerb['verb'];

export type ChecklistItem = {
  /** `1`, `2`, ... within its list. */
  readonly id: string;
  readonly item: Text;
  /** null: the step's roles. */
  readonly role: string | null;
  /** Live readings beside it. */
  readonly show: readonly string[];
  /** Ticked by itself when that step or phase is done. */
  readonly from: string | null;
};

export type ApproveVerb = {
  readonly verb: 'approve';
  /** How many of each role must say go. */
  readonly quorum: { readonly [role: string]: number };
  /** When set, any of these roles alone is enough instead of the whole quorum. */
  readonly anyOf: readonly string[];
  readonly timeoutMs: number | null;
  readonly onTimeout: 'deny';
  readonly notInitiator: boolean;
  readonly distinctPeople: boolean;
  readonly requires: readonly FactCondition[];
};

export type RunAction = {
  readonly kind: 'run';
  /** argv[0] is the name of an allowed executable; each item is one word, whatever it resolves to. */
  readonly argv: readonly Text[];
  /** Extra environment; may hold secrets. */
  readonly env: { readonly [name: string]: Text };
};

export type HttpAction = {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: Text;
  readonly headers: Headers;
  /** JSON body with templates in its strings; null: none. */
  readonly json: unknown;
  readonly expect: HttpExpectation;
};

export type Action = RunAction | HttpAction;

export type HttpExpectation = {
  /** null: any 2xx. */
  readonly status: number | null;
  /** JSON pointer -> the value that must stand there. */
  readonly pointers: { readonly [pointer: string]: string | number | boolean | null };
};

export type RunVerb = {
  readonly verb: 'run';
  readonly act: RunAction;
  readonly background: { readonly until: string } | null;
  /** `output`: all of it must be printed; empty: nothing may be printed; null: whatever is. */
  readonly expect: { readonly exit: number; readonly output: string | readonly string[] | null };
  /** name -> stdout as it is (trimmed), or translated by a table. */
  readonly outputs: { readonly [name: string]: 'stdout' | { readonly [from: string]: string } };
};

export type HttpVerb = {
  readonly verb: 'http';
  readonly act: HttpAction;
  /** Wait so long after the answer before the next step. */
  readonly settleMs: number | null;
  readonly until: {
    readonly url: Text;
    readonly everyMs: number;
    readonly expect: HttpExpectation;
    readonly failOn: HttpExpectation | null;
  } | null;
  /** name -> JSON pointer into the answer. */
  readonly outputs: { readonly [name: string]: string };
};

export type CheckVerb = {
  readonly verb: 'check';
  readonly metrics: readonly string[];
  readonly facts: readonly FactCondition[];
  /** Environments whose `requiredEnv` is judged. */
  readonly env: readonly string[];
  /** A failure on purpose: this status from every probe; null: they must pass. */
  readonly expectStatus: number | null;
};

export type WatchVerb = {
  readonly verb: 'watch';
  readonly metrics: readonly string[];
  /** Green without a break for so long. */
  readonly forMs: number;
  /** To reach it within; null: no bound. */
  readonly atMostMs: number | null;
  /** In place of the metrics' own. */
  readonly action: LimitAction | null;
};

export type Wave = {
  /** Percent as a number, 0-100. */
  readonly weight: number;
  readonly targets: readonly string[];
  readonly soakMs: number;
};

export type CompareLimit = {
  /** Allowed increase: `+10%` is { relative: 0.1 }, `+5ms` is { absolute: 5 } in the base unit. */
  readonly max: { readonly kind: 'relative' | 'absolute'; readonly value: number; readonly text: string };
  /** All below passes; base unit; null: none. */
  readonly floor: { readonly value: number; readonly text: string } | null;
};
