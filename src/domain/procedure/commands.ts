import type { Json, JsonObject } from '#src/base/json.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { Sample } from '#src/domain/measure/reading.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';

/** What people do to one step of any run. */
export type StepCommand =
  | { readonly type: 'confirm'; readonly step: string; readonly attempt: number; readonly remark: string | null }
  | {
      readonly type: 'tick';
      readonly step: string;
      readonly attempt: number;
      readonly item: string;
      readonly holds: boolean;
      readonly remark: string | null;
    }
  | {
      readonly type: 'answer';
      readonly step: string;
      readonly attempt: number;
      readonly answers: { readonly [field: string]: InputValue };
    }
  | {
      readonly type: 'attach';
      readonly step: string;
      readonly attempt: number;
      readonly label: string;
      readonly link: string;
    }
  | {
      readonly type: 'attach-file';
      readonly step: string;
      readonly attempt: number;
      readonly label: string;
      /** Slack's id of it. */
      readonly file: string;
    }
  | { readonly type: 'retry'; readonly step: string; readonly attempt: number }
  | { readonly type: 'skip'; readonly step: string; readonly attempt: number; readonly reason: string };

/** Which attempt of which step (and part or wave) an effect was done for: an answer to an older one changes nothing. */
export type StepRef = {
  readonly step: string;
  readonly attempt: number;
  readonly part: number | null;
  readonly wave: number | null;
};

/** What timers and finished effects tell any run. */
export type ProcedureNews =
  | { readonly type: 'timer'; readonly name: string }
  | ActionEnded
  | { readonly type: 'command-output'; readonly ref: StepRef; readonly tail: string }
  | { readonly type: 'measured'; readonly watch: string; readonly samples: readonly Sample[] }
  | {
      readonly type: 'step-measured';
      readonly ref: StepRef;
      readonly samples: readonly Sample[];
      readonly facts: readonly FoundFact[];
    }
  | EvidenceRead
  /** The clock was set, by this many ms; only one that was set back is told. */
  | { readonly type: 'clock-jumped'; readonly byMs: number }
  | {
      readonly type: 'mail-handed';
      readonly step: string | null;
      readonly page: string | null;
      readonly role: string | null;
      readonly to: readonly string[];
      readonly files: readonly { readonly name: string; readonly hash: string }[];
      readonly says: string;
      readonly mail?: string;
    }
  | PeopleFound
  | { readonly type: 'effect-unknown'; readonly effect: string; readonly kind: string; readonly says: string }
  | EffectGaveUp;

/** Who holds the roles that a message goes to. */
export type PeopleFound = {
  readonly type: 'people-found';
  readonly found: RolesFound;
  readonly roles: readonly string[];
  /** People it does not go to. */
  readonly except: readonly string[];
  readonly message: JsonObject;
};

export type RolesFound = {
  readonly [role: string]: { readonly users: readonly string[] } | { readonly problem: string };
};

export type EffectGaveUp = {
  readonly type: 'effect-gave-up';
  readonly effect: string;
  readonly kind: string;
  readonly says: string;
  /** It certainly never happened. Default: nobody knows. */
  readonly never?: boolean;
  readonly ref: StepRef | null;
  readonly watch: string | null;
  /** The page it was about; null: none. */
  readonly page: string | null;
  /** The press of an action it was for. Default: none. */
  readonly taken?: string;
};

/** A command, a call, a git action: how it ended. */
export type ActionEnded = {
  readonly type: 'action-ended';
  readonly ref: StepRef;
  /**
   * `pending`: accepted, but the work behind it is not done; it is asked about again. `interrupted`: it may have happened.
   * `never-began`: it certainly did not.
   */
  readonly end: 'done' | 'failed' | 'interrupted' | 'pending' | 'never-began';
  readonly says: string;
  readonly detail: string | null;
  /** The last a command printed. Default: nothing. */
  readonly output?: string;
  readonly outputs: { readonly [name: string]: Json };
};

/** A file given as evidence: what it is, or why it does not count. */
export type EvidenceRead = {
  readonly type: 'evidence-read';
  readonly step: string;
  readonly attempt: number;
  readonly label: string;
  readonly rule: string;
  /** Who gave it. */
  readonly by: Actor;
  readonly read:
    | {
        readonly link: string;
        readonly file: { readonly name: string; readonly type: string; readonly size: number; readonly sha256: string };
      }
    | { readonly problem: string };
};
