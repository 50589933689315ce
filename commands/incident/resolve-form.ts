import type { InputBlock, KnownBlock } from '@slack/types';
import type { Instant } from '#src/base/time.ts';
import { SECOND } from '#src/base/time.ts';
import { context, plainText, section } from '#src/chat/blocks.ts';
import type { Desk } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { nameWords, saysOf } from '#src/chat/incident-words.ts';
import { cut } from '#src/chat/limits.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { refuse } from '#src/chat/reply.ts';
import { gradeOf } from '#src/domain/incident/grade.ts';
import type { Blocker } from '#src/domain/incident/resolve-gate.ts';
import { blockers, NOTHING_GIVEN, skippableSteps } from '#src/domain/incident/resolve-gate.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { formFor } from '../handlers.ts';

/** Everything the end of an incident needs, and what still stands in its way, before anybody presses. */
export async function resolveForm(
  desk: Desk,
  run: IncidentRun,
  { channel, thread }: Place,
  summary: string,
): Promise<Reply> {
  const now = desk.now();
  if (run.status === 'resolved') return refuse('incident.resolved', `${run.id} is resolved already.`);
  const view = modal({
    form: 'incident.resolve',
    title: 'Resolve',
    submit: 'Resolve',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(nameWords(run)),
      ...waiting(run, now),
      textField({ name: 'summary', label: 'What ended it?', hint: 'It opens the postmortem', initial: summary }),
      mitigatedField(run),
      textField({
        name: 'impact',
        label: 'Impact, in numbers',
        hint: 'Who felt what, how many, how long; “none” is an answer',
        optional: true,
        initial: run.impact ?? '',
      }),
      ...followUpFields(run),
      ...postmortemField(run),
      ...skipField(run),
      ...overrideField(run),
      context('Pages still open are ended with it. What is refused stays typed here.'),
    ],
  });
  const deed = { type: 'resolve', summary: '', mitigatedAt: null, ...NOTHING_GIVEN } as const;
  return formFor(desk, run.id, deed, { kind: 'modal', view });
}

function waiting(run: IncidentRun, now: Instant): readonly KnownBlock[] {
  const reasons = blockers(run, NOTHING_GIVEN, now);
  if (reasons.length === 0) return [section('Nothing stands in its way.')];
  return [
    section(
      `*Still in its way:*`,
      ...reasons.map(one => `• ${saysOf(run, cut(one.says, 500))} _${saysOf(run, one.way)}_`),
    ),
  ];
}

/** Beside which field a reason belongs: there it is answered, where it can be. */
export function fieldOf({ what }: Blocker): string {
  switch (what) {
    case 'stable':
      return 'override';
    case 'steps':
      return 'skip';
    case 'impact':
      return 'impact';
    case 'postmortem-owner':
      return 'postmortem';
    case 'followups':
      return 'followups';
    case 'workaround':
    case 'own-skip':
      return 'summary';
  }
}

function mitigatedField({ mitigatedAt }: IncidentRun): InputBlock {
  return {
    type: 'input',
    block_id: 'mitigated',
    optional: true,
    label: plainText('When did users stop feeling it?', 100),
    hint: plainText(mitigatedAt === null ? 'Empty: now' : 'As it stands on the card', 100),
    element: {
      type: 'datetimepicker',
      action_id: 'mitigated',
      ...(mitigatedAt !== null && { initial_date_time: Math.floor(mitigatedAt / SECOND) }),
    },
  };
}

/** A field of a form knows no @user, so the owner of the lines is chosen beside them. */
function followUpFields(run: IncidentRun): readonly InputBlock[] {
  const open = run.tasks.filter(task => task.doneAt === null).length;
  const hint = `One a line, for example “Alarm on a full disk”.${open === 0 ? '' : ` ${open} open ${open === 1 ? 'task stays' : 'tasks stay'} on the list by themselves.`}`;
  return [
    textField({ name: 'followups', label: 'Follow-ups', hint, optional: true }),
    userField('followups-owner', 'Who follows up?', 'Owns the lines above that name nobody by <@U…>', null),
  ];
}

function postmortemField(run: IncidentRun): readonly InputBlock[] {
  const due = gradeOf(run)?.postmortem ?? null;
  if (run.drill || due === null)
    return [userField('postmortem', 'Who writes the postmortem?', 'None is required', run.postmortem.owner)];
  return [
    userField(
      'postmortem',
      'Who writes the postmortem?',
      `Due within ${due.text}`,
      run.postmortem.owner ?? run.commander,
    ),
  ];
}

function userField(name: string, label: string, hint: string, initial: string | null): InputBlock {
  return {
    type: 'input',
    block_id: name,
    optional: true,
    label: plainText(label, 100),
    hint: plainText(hint, 150),
    element: { type: 'users_select', action_id: name, ...(initial !== null && { initial_user: initial }) },
  };
}

function skipField(run: IncidentRun): readonly InputBlock[] {
  const open = skippableSteps(run);
  if (open.length === 0) return [];
  const titles = cut(inert(open.map(step => titleOf(run, step)).join('; ')), 900);
  return [
    textField({ name: 'skip', label: 'Why need the open steps not be done any more?', hint: titles, optional: true }),
  ];
}

function overrideField(run: IncidentRun): readonly InputBlock[] {
  if (run.runbook.resolve.stable === null) return [];
  const hint = 'Only where the figures are not green long enough: it is recorded as an override with your name';
  return [
    textField({ name: 'override', label: 'Why is it right to end it without stable figures?', hint, optional: true }),
  ];
}
