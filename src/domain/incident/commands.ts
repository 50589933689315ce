import type { Instant } from '#src/base/time.ts';
import type { StepCommand } from '#src/domain/procedure/commands.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { IncidentSource, PostmortemState, Suspect } from './state.ts';

/** What people ask of an incident. */
export type IncidentCommand =
  | StepCommand
  | UpdateCommand
  | { readonly type: 'no-change' }
  | { readonly type: 'snooze'; readonly reason: string }
  | { readonly type: 'title'; readonly title: string }
  | { readonly type: 'impact'; readonly impact: string }
  | { readonly type: 'join' }
  | { readonly type: 'severity'; readonly severity: string; readonly reason: string | null }
  /** Takes command at once; offered to somebody else it is a hand-over. */
  | { readonly type: 'lead'; readonly user: string }
  | { readonly type: 'deputy'; readonly user: string }
  | { readonly type: 'handover'; readonly to: string; readonly brief: string | null }
  | { readonly type: 'handover-accept' }
  | { readonly type: 'handover-decline'; readonly reason: string | null }
  | { readonly type: 'page'; readonly roles: readonly string[]; readonly why: string }
  /** "I have it", pressed in Slack; null: every page that is open. */
  | { readonly type: 'acknowledge'; readonly page: string | null }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'decision'; readonly text: string }
  | {
      readonly type: 'task';
      readonly text: string;
      readonly owner: string | null;
      readonly followUp: boolean;
      readonly dueAt: Instant | null;
    }
  | { readonly type: 'task-assign'; readonly task: string; readonly owner: string }
  | { readonly type: 'task-done'; readonly task: string }
  | {
      readonly type: 'capture';
      readonly message: {
        readonly channel: string;
        readonly ts: string;
        readonly author: string | null;
        readonly text: string;
        readonly permalink: string;
      };
    }
  /** `text` null: it was deleted. */
  | { readonly type: 'message-changed'; readonly ts: string; readonly text: string | null }
  | { readonly type: 'act'; readonly action: string; readonly reason: string | null; readonly suspect: string | null }
  | { readonly type: 'undo'; readonly taken: string; readonly reason: string | null }
  | { readonly type: 'lasting'; readonly taken: string; readonly reason: string }
  /** `at`: when users stopped feeling it; null: now. */
  | { readonly type: 'mitigated'; readonly at: Instant | null }
  | { readonly type: 'reactivate'; readonly reason: string }
  | ResolveCommand
  | { readonly type: 'reopen'; readonly reason: string }
  | { readonly type: 'postmortem-owner'; readonly user: string }
  | { readonly type: 'postmortem-state'; readonly state: PostmortemState }
  /** Writes the draft anew from the timeline as it is now. */
  | { readonly type: 'postmortem' };

export type UpdateCommand = {
  readonly type: 'update';
  readonly status: string;
  readonly conditions: string;
  readonly actions: string;
  readonly needs: string;
  readonly impact: string | null;
  /** When the next one comes, in ms; null: by the severity's cadence. */
  readonly nextInMs: number | null;
};

export type ResolveCommand = {
  readonly type: 'resolve';
  readonly summary: string;
  readonly impact: string | null;
  readonly mitigatedAt: Instant | null;
  readonly postmortemOwner: string | null;
  /** Tasks still to be done: they become follow-ups. */
  readonly followUps: readonly { readonly text: string; readonly owner: string | null }[];
  /** Why the steps still open need not be done any more; null: they hold it back. */
  readonly skipOpen: string | null;
  /** Why it ends although it is not measured to be stable; null: it must be. */
  readonly override: string | null;
};

export type Declare = {
  readonly type: 'declare';
  readonly id: string;
  readonly runbook: IncidentRunbook;
  readonly severity: string;
  /** null: "SEV1 declared by @ana", until somebody gives one. */
  readonly title: string | null;
  readonly service: string | null;
  readonly impact: string | null;
  /** Slack user id; null: whoever declares it. */
  readonly commander: string | null;
  readonly occurredAt: Instant | null;
  readonly drill: boolean;
  readonly private: boolean;
  readonly source: IncidentSource | null;
  readonly channel: string;
  readonly executables: { readonly [name: string]: string };
  readonly people: { readonly [role: string]: readonly string[] };
  /** How long the pager's provider is given before somebody looks whether it rings. */
  readonly settleMs: number;
};

/** What effects, webhooks and other runs tell an incident. */
export type IncidentNews =
  | { readonly type: 'page-accepted'; readonly page: string; readonly says: string }
  /** What stands behind a page, asked or told. */
  | {
      readonly type: 'page-standing';
      readonly page: string;
      /** `again`: an acknowledgement ran out, or what was resolved there was opened again. */
      readonly state: 'absent' | 'triggered' | 'acknowledged' | 'resolved' | 'again';
      readonly by: string | null;
      readonly at: Instant | null;
      readonly url: string | null;
      readonly assigned: readonly string[];
      readonly via: 'webhook' | 'read-back';
    }
  /** Nobody could say who is behind it: the look-up itself failed, or there is no token to ask with. */
  | { readonly type: 'page-unread'; readonly page: string; readonly says: string }
  | { readonly type: 'suspects-found'; readonly releases: readonly Suspect[] }
  | { readonly type: 'linked'; readonly run: string; readonly why: string }
  /** An action that another run does came to an end there. */
  | { readonly type: 'action-told'; readonly taken: string; readonly says: string; readonly failed: boolean }
  | {
      readonly type: 'postmortem-written';
      readonly name: string;
      readonly hash: string;
      readonly permalink: string | null;
    };
