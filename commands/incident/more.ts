import { plainText, section } from '#src/chat/blocks.ts';
import type { Handler } from '#src/chat/desk.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, personField, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import type { IncidentCommand } from '#src/domain/incident/commands.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { resolveForm } from './resolve-form.ts';
import { timelineOf } from './timeline.ts';
import { onIncident } from './which.ts';

/** The card's menu. Its values are plain words (`note INC-7`), because Slack allows them 75 characters only. */
export const more: Handler = {
  name: 'incident.more',
  async run(request, desk) {
    const [what = '', id = ''] = request.kind === 'action' ? request.value.split(' ') : [];
    return onIncident(desk, id, run => {
      switch (what) {
        case 'note':
          return noteForm(run, request);
        case 'task':
          return taskForm(run, request);
        case 'title':
          return titleForm(run, request);
        case 'timeline':
          return timelineOf(run);
        case 'resolve':
          return resolveForm(desk, run, request, '');
        default:
          return refuse('more.unknown', 'This menu belongs to another version of gonogo. Look at the newest card.');
      }
    });
  },
};

export const followUpPressed: Handler = onPress('incident.follow-up', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => taskForm(run, request)),
);

const KINDS = [
  { text: plainText('Note: what you saw or did', 75), value: 'note' },
  { text: plainText('Decision: what was decided', 75), value: 'decision' },
] as const;

function noteForm(run: IncidentRun, { channel, thread }: Place): Reply {
  const view = modal({
    form: 'incident.note',
    title: 'Note or decision',
    submit: 'Record',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(nameWords(run)),
      {
        type: 'input',
        block_id: 'kind',
        label: plainText('What is it?', 100),
        element: { type: 'radio_buttons', action_id: 'kind', options: [...KINDS], initial_option: KINDS[0] },
      },
      textField({ name: 'text', label: 'In a sentence' }),
    ],
  });
  return { kind: 'modal', view };
}

export const noteSent: Handler = onForm('incident.note', RunRef, async ({ run }, form, desk) => {
  const text = textIn(form, 'text');
  const command: IncidentCommand =
    textIn(form, 'kind') === 'decision' ? { type: 'decision', text } : { type: 'note', text };
  return besideField(await desk.handle(run, command, () => NOTHING), 'text');
});

/** Once it is over, what is still to be done follows up. */
function taskForm(run: IncidentRun, { channel, thread }: Place): Reply {
  const after = run.status !== 'investigating';
  const view = modal({
    form: 'incident.task',
    title: after ? 'Follow-up' : 'Task',
    submit: 'Add',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(nameWords(run)),
      textField({ name: 'text', label: 'What is to be done?' }),
      personField({ name: 'owner', label: 'By whom?', optional: true }),
    ],
  });
  return { kind: 'modal', view };
}

export const taskSent: Handler = onForm('incident.task', RunRef, ({ run: id }, form, desk) =>
  onIncident(desk, id, async run => {
    const followUp = run.status !== 'investigating';
    const command = {
      type: 'task',
      text: textIn(form, 'text'),
      owner: textIn(form, 'owner') || null,
      followUp,
      dueAt: null,
    } as const;
    return besideField(await desk.handle(id, command, () => NOTHING), 'text');
  }),
);

export const taskDonePressed: Handler = onPress('incident.task-done', RunRef.loose(), ({ run, item }, _request, desk) =>
  desk.handle(run, { type: 'task-done', task: String(item) }, () => ({
    kind: 'say',
    message: { text: 'Done, thank you. It stands on the timeline.' },
  })),
);

function titleForm(run: IncidentRun, { channel, thread }: Place): Reply {
  const initial = run.titled ? run.title : '';
  const view = modal({
    form: 'incident.title',
    title: 'Title',
    submit: 'Save',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [section(nameWords(run)), textField({ name: 'title', label: 'What is wrong?', multiline: false, initial })],
  });
  return { kind: 'modal', view };
}

export const titleSent: Handler = onForm('incident.title', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'title', title: textIn(form, 'title') }, () => NOTHING), 'title'),
);
