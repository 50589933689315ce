import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { StepCommand, StepRef } from '#src/domain/procedure/commands.ts';
import type { HoldingIncident } from '#src/domain/procedure/state.ts';
import type { Freeze } from '#src/domain/runbook/model/calendar.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';
import type { Follows } from './follows.ts';
import type { NotesText } from './notes.ts';

/** What people ask of a release. */
export type ReleaseCommand =
  | StepCommand
  | {
      readonly type: 'vote';
      readonly step: string;
      readonly attempt: number;
      readonly hash: string;
      readonly go: boolean;
      readonly reason: string | null;
    }
  /** `found`: what stood in the way when it was read. Default: nobody can tell. */
  | {
      readonly type: 'override';
      readonly step: string;
      readonly fact: string;
      readonly reason: string;
      readonly found?: string;
    }
  /** Opens what closes the calendar for this run, as far as it is theirs. */
  | { readonly type: 'open-calendar'; readonly reason: string }
  | { readonly type: 'move'; readonly T: Instant; readonly reason: string }
  | { readonly type: 'pause'; readonly reason: string }
  /** `seen`: when the pause began whose sentence was read; null: nobody can tell. */
  | { readonly type: 'resume'; readonly reason: string | null; readonly seen?: Instant | null }
  /**
   * `later`: what went to production after it, looked up in the queue of those who enter production; null: nothing.
   * Default: whatever overtook it.
   */
  | { readonly type: 'rollback'; readonly reason: string; readonly later?: string | null }
  /** After a rollback: the next release may go to production again. */
  | { readonly type: 'unlock'; readonly reason: string }
  | { readonly type: 'start-anyway' }
  /** Of what was told to stop when the run ended, by somebody who looked: nothing of it runs any more. */
  | { readonly type: 'call-ended'; readonly reason: string }
  /** To oneself: taken at once. `brief` null: written from the timeline. */
  | { readonly type: 'handover'; readonly to: string; readonly brief: string | null }
  | { readonly type: 'handover-accept' }
  | { readonly type: 'handover-decline'; readonly reason: string | null }
  /** One person looks after a failed step. */
  | { readonly type: 'claim'; readonly step: string; readonly attempt: number }
  | {
      readonly type: 'hand';
      readonly step: string;
      readonly attempt: number;
      readonly to: string;
      readonly note: string | null;
    }
  | { readonly type: 'abort'; readonly reason: string }
  | { readonly type: 'report' }
  | {
      readonly type: 'edit-notes';
      readonly step: string;
      readonly attempt: number;
      /** Hash of the notes that were looked at. */
      readonly of: string;
      /** New texts by the name of their section; the others stay. */
      readonly texts: { readonly [section: string]: string };
    }
  | { readonly type: 'note'; readonly text: string };

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
  /** Incidents of the product that hold releases now. Default: none. */
  readonly heldBy?: readonly HoldingIncident[];
  /** The incident it is started from: that one does not hold it. Default: none. */
  readonly incident?: string | null;
  /** The rolled-back release whose lock it passes. Default: none. */
  readonly passesLock?: string | null;
  /** Freezes set in Slack that are not over. Default: none. */
  readonly freezes?: readonly Freeze[];
  /** The rule by which that incident lets whoever asks start it. Default: they need a role of their own. */
  readonly byIncident?: string | null;
};

/** What effects and other runs tell a release. */
export type ReleaseNews =
  /** All freezes set in Slack that stand now; `says`: what changed. */
  | {
      readonly type: 'freezes-told';
      readonly freezes: readonly Freeze[];
      readonly says: string;
      readonly by: string | null;
    }
  /**
   * Whether it is this run's turn in production; `behind`: the run that was first; `lockedFor`: who unlocks it, where that
   * one was rolled back; `passesLock`: the one whose lock this run passes.
   */
  | {
      readonly type: 'production-turn';
      readonly behind: string | null;
      readonly lockedFor?: string | null;
      readonly passesLock?: string | null;
      /** What production has, where the version step knew an earlier one. */
      readonly follows?: Follows | null;
    }
  /** A release from an incident goes to production, and this run is only watched any more. */
  | { readonly type: 'production-overtaken'; readonly by: string }
  | {
      readonly type: 'facts-found';
      readonly step: string;
      readonly attempt: number;
      readonly purpose: 'show' | 'decide' | 'again' | 'needs';
      readonly facts: readonly FoundFact[];
      /** Drills that are overdue, a sentence each. Default: nobody looked. */
      readonly overdue?: readonly string[];
    }
  | { readonly type: 'notes-drafted'; readonly ref: StepRef; readonly notes: NotesText }
  | {
      readonly type: 'reports-written';
      /** null: it was asked for beside the steps. */
      readonly ref: StepRef | null;
      readonly files: readonly { readonly name: string; readonly hash: string; readonly permalink: string | null }[];
    }
  /** An incident holds releases of this product (`grade`), or does no more (null). */
  /** An action of an incident, by somebody who may act there: that waits for nobody here. A completed release may go back too. */
  | {
      readonly type: 'incident-acts';
      readonly incident: string;
      readonly what: 'rollback' | 'pause';
      readonly reason: string;
      /** Who pressed it there. */
      readonly by: Actor;
    }
  | { readonly type: 'incident-told'; readonly incident: string; readonly grade: string | null; readonly says: string };
