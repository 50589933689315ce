import type { Instant } from '#src/base/time.ts';
import type { PersonCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { decideStep } from '#src/domain/procedure/decide-step.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { otherKind } from '#src/domain/procedure/other-kind.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { isStepCommand } from '#src/domain/procedure/step-commands.ts';
import { act, lasting, undo } from './decide-action.ts';
import { mitigated, reactivate, reopen, resolve } from './decide-close.ts';
import { deputy, handover, handoverAccepted, handoverDeclined, lead } from './decide-command.ts';
import { acknowledge, page } from './decide-page.ts';
import { severity, snooze, update } from './decide-update.ts';
import {
  capture,
  decision,
  impact,
  join,
  messageChanged,
  note,
  postmortemOwner,
  postmortemState,
  task,
  taskAssign,
  taskDone,
  title,
} from './decide-work.ts';
import { ASKED_FOR_DRAFT } from './react.ts';

/** What people may still do when an incident is resolved. */
const AFTERWARDS: ReadonlySet<string> = new Set([
  'note',
  'decision',
  'task',
  'task-assign',
  'task-done',
  'capture',
  'message-changed',
  'title',
  'impact',
  'reopen',
  'postmortem',
  'postmortem-owner',
  'postmortem-state',
]);

/** What a person asks of an incident that exists. */
export function decideIncidentPerson(
  draft: Draft,
  run: IncidentRun,
  command: PersonCommand,
  now: Instant,
): Refusal | null {
  if (run.status === 'resolved' && !AFTERWARDS.has(command.type))
    return {
      code: 'incident.resolved',
      text: `${run.id} is resolved. Reopen it if it is not over: /incident reopen ${run.id} REASON`,
    };
  switch (command.type) {
    case 'update':
    case 'no-change':
      return update(draft, run, command, now);
    case 'snooze':
      return snooze(draft, run, command, now);
    case 'severity':
      return severity(draft, run, command);
    case 'lead':
      return lead(draft, run, command);
    case 'deputy':
      return deputy(draft, run, command);
    case 'handover':
      return handover(draft, run, command, now);
    case 'handover-accept':
      return handoverAccepted(draft, run, command);
    case 'handover-decline':
      return handoverDeclined(draft, run, command);
    case 'page':
      return page(draft, run, command);
    case 'acknowledge':
      return acknowledge(draft, run, command, now);
    case 'act':
      return act(draft, run, command);
    case 'undo':
      return undo(draft, run, command);
    case 'lasting':
      return lasting(draft, run, command);
    case 'mitigated':
      return mitigated(draft, run, command, now);
    case 'reactivate':
      return reactivate(draft, run, command);
    case 'resolve':
      return resolve(draft, run, command, now);
    case 'reopen':
      return reopen(draft, run, command);
    case 'note':
      return note(draft, command);
    case 'decision':
      return decision(draft, command);
    case 'task':
      return task(draft, run, command);
    case 'task-assign':
      return taskAssign(draft, run, command);
    case 'task-done':
      return taskDone(draft, run, command);
    case 'capture':
      return capture(draft, run, command);
    case 'message-changed':
      return messageChanged(draft, run, command);
    case 'title':
      return title(draft, command);
    case 'impact':
      return impact(draft, command);
    case 'join':
      return join(draft, run, command, now);
    case 'postmortem-owner':
      return postmortemOwner(draft, run, command);
    case 'postmortem-state':
      return postmortemState(draft, run, command);
    case 'postmortem':
      // Asked for without a fact of its own: the draft itself is one when it is written (react.ts).
      return note(draft, { ...command, type: 'note', text: ASKED_FOR_DRAFT });
    default:
      return isStepCommand(command) ? decideStep(draft, run, command) : otherKind(run);
  }
}
