import type { InputBlock } from '@slack/types';
import { MINUTE, sayDuration } from '#src/base/time.ts';
import { context, plainText, section } from '#src/chat/blocks.ts';
import type { Desk, Handler } from '#src/chat/desk.ts';
import { nameWords, statusWord } from '#src/chat/incident-words.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { longestMs } from '#src/domain/incident/decide-update.ts';
import { cadenceOf } from '#src/domain/incident/grade.ts';
import type { Update } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { UpdateField } from '#src/domain/runbook/model/incident.ts';
import { formFor, onForm, RunRef, textIn } from '../handlers.ts';

/** Filled in from the last update that said something: most of it is still so. */
export async function updateForm(desk: Desk, run: IncidentRun, { channel, thread }: Place): Promise<Reply> {
  if (run.status === 'resolved')
    return refuse(
      'incident.resolved',
      `${run.id} is resolved. Reopen it if it is not over: /incident reopen ${run.id} REASON`,
    );
  const last = run.updates.findLast(one => !one.noChange);
  const asked = run.runbook.updates.fields;
  const view = modal({
    form: 'incident.update',
    title: 'Post an update',
    submit: 'Post',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(nameWords(run)),
      ...TEXTS.filter(({ name }) => asked.includes(name)).map(field =>
        textField({
          ...field,
          optional: true,
          initial: field.name === 'status' ? statusNow(run, last) : (last?.[field.name] ?? ''),
        }),
      ),
      textField({
        name: 'impact',
        label: 'Impact',
        hint: 'What users feel, in numbers where you know them',
        optional: true,
        initial: run.impact ?? '',
      }),
      ...(asked.includes('nextUpdate') ? nextField(run) : []),
      context('Posting starts the clock anew; it goes into the thread and on the timeline.'),
    ],
  });
  return formFor(desk, run.id, { type: 'no-change' }, { kind: 'modal', view });
}

/** What was said last, unless the incident itself has moved on since. */
function statusNow(run: IncidentRun, last: Update | undefined): string {
  const movedAt = run.statuses.at(-1)?.at ?? run.startedAt;
  return last === undefined || last.status === '' || movedAt > last.at ? statusWord(run.status) : last.status;
}

type TextName = Exclude<UpdateField, 'nextUpdate'> & keyof Update;

const TEXTS: readonly {
  readonly name: TextName;
  readonly label: string;
  readonly hint: string;
  readonly multiline: boolean;
}[] = [
  {
    name: 'status',
    label: 'Status',
    hint: 'A word or two: investigating, identified, fix is out, watching',
    multiline: false,
  },
  { name: 'conditions', label: 'Conditions', hint: 'What is known now', multiline: true },
  { name: 'actions', label: 'Actions', hint: 'What is being done, and by whom', multiline: true },
  { name: 'needs', label: 'Needs', hint: 'What is missing: people, decisions, access', multiline: true },
];

const CHOICES_MS = [5, 10, 15, 20, 30, 45, 60, 120, 240].map(minutes => minutes * MINUTE);

/** Sooner than the severity asks is fine, later is not. */
function nextField(run: IncidentRun): readonly InputBlock[] {
  const cadence = cadenceOf(run);
  const longest = longestMs(run);
  if (cadence === null || longest === null) return [];
  const options = [...new Set([...CHOICES_MS.filter(ms => ms <= longest), longest])].map(ms => ({
    text: plainText(sayDuration(ms), 75),
    value: String(ms),
  }));
  return [
    {
      type: 'input',
      block_id: 'next',
      optional: true,
      label: plainText('Next update in', 100),
      hint: plainText(`Empty: by the severity, ${sayDuration(cadence.dueMs)}`, 100),
      element: { type: 'static_select', action_id: 'next', options },
    },
  ];
}

export const updateSent: Handler = onForm('incident.update', RunRef, async ({ run }, form, desk) => {
  const next = textIn(form, 'next');
  const reply = await desk.handle(
    run,
    {
      type: 'update',
      status: textIn(form, 'status'),
      conditions: textIn(form, 'conditions'),
      actions: textIn(form, 'actions'),
      needs: textIn(form, 'needs'),
      impact: textIn(form, 'impact') || null,
      nextInMs: next === '' ? null : Number(next),
    },
    () => NOTHING,
  );
  const field = reply.kind === 'refusal' && reply.code === 'update.next' ? 'next' : firstField(form.values);
  return besideField(reply, field);
});

function firstField(values: { readonly [name: string]: unknown }): string {
  return ['conditions', 'actions', 'needs', 'status'].find(name => name in values) ?? 'impact';
}
