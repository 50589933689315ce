import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { Sample } from '#src/domain/measure/reading.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';

/** What people, timers and finished effects ask of a run. */
export type Command = PersonCommand | WorldCommand;

export type PersonCommand = { readonly actor: Actor & { kind: 'person' } } & (
  | Start
  | {
      readonly type: 'vote';
      readonly step: string;
      readonly attempt: number;
      readonly hash: string;
      readonly go: boolean;
      readonly reason: string | null;
    }
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
  | { readonly type: 'retry'; readonly step: string; readonly attempt: number }
  | { readonly type: 'skip'; readonly step: string; readonly attempt: number; readonly reason: string }
  | { readonly type: 'override'; readonly step: string; readonly fact: string; readonly reason: string }
  | { readonly type: 'pause'; readonly reason: string }
  | { readonly type: 'resume'; readonly reason: string | null }
  | { readonly type: 'rollback'; readonly reason: string }
  | { readonly type: 'start-anyway' }
  | { readonly type: 'abort'; readonly reason: string }
  | { readonly type: 'note'; readonly text: string }
);

export type Start = {
  readonly type: 'start';
  readonly id: string;
  readonly runbook: ReleaseRunbook;
  readonly inputs: { readonly [name: string]: InputValue };
  readonly T: Instant | null;
  readonly version: string | null;
  readonly channel: string;
  /** name -> absolute path, looked up once. */
  readonly executables: { readonly [name: string]: string };
  readonly people: { readonly [role: string]: readonly string[] };
};

/** Which attempt of which step (and part or wave) an effect was done for: an answer to an older one changes nothing. */
export type StepRef = {
  readonly step: string;
  readonly attempt: number;
  readonly part: number | null;
  readonly wave: number | null;
};

export type WorldCommand = { readonly actor: Actor & { kind: 'bot' } } & (
  | { readonly type: 'timer'; readonly name: string }
  | ActionEnded
  /** Whether it is this run's turn in production; `behind`: the run that was first. */
  | { readonly type: 'production-turn'; readonly behind: string | null }
  | { readonly type: 'command-output'; readonly ref: StepRef; readonly tail: string }
  | { readonly type: 'measured'; readonly watch: string; readonly samples: readonly Sample[] }
  | {
      readonly type: 'step-measured';
      readonly ref: StepRef;
      readonly samples: readonly Sample[];
      readonly facts: readonly FoundFact[];
    }
  | {
      readonly type: 'facts-found';
      readonly step: string;
      readonly attempt: number;
      readonly purpose: 'show' | 'decide' | 'again' | 'needs';
      readonly facts: readonly FoundFact[];
    }
  | { readonly type: 'notes-drafted'; readonly ref: StepRef; readonly markdown: string }
  | {
      readonly type: 'reports-written';
      readonly ref: StepRef;
      readonly files: readonly { readonly name: string; readonly hash: string; readonly permalink: string | null }[];
    }
  | { readonly type: 'effect-unknown'; readonly effect: string; readonly kind: string; readonly says: string }
  | {
      readonly type: 'effect-gave-up';
      readonly effect: string;
      readonly kind: string;
      readonly says: string;
      readonly ref: StepRef | null;
      readonly watch: string | null;
    }
);

/** A command, a call, a git action: how it ended. */
export type ActionEnded = {
  readonly type: 'action-ended';
  readonly ref: StepRef;
  /** `pending`: accepted, but the work behind it is not done; it is asked about again. */
  readonly end: 'done' | 'failed' | 'interrupted' | 'pending';
  readonly says: string;
  readonly detail: string | null;
  readonly outputs: { readonly [name: string]: Json };
};
