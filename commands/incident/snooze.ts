import { sayDuration } from '#src/base/time.ts';
import type { Handler } from '#src/chat/desk.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import { besideField, NOTHING } from '#src/chat/reply.ts';
import { SNOOZES_MAX } from '#src/domain/incident/cadence.ts';
import { cadenceOf } from '#src/domain/incident/grade.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { reasonForm } from '../release/reason-form.ts';
import { onIncident } from './which.ts';

export const snoozePressed: Handler = onPress('incident.snooze', RunRef, ({ run: id }, { channel, thread }, desk) =>
  onIncident(desk, id, run => {
    const form = reasonForm({
      form: 'incident.snooze',
      title: 'Snooze the reminder',
      submit: 'Snooze',
      place: { channel, thread },
      data: { run: id },
      lines: [
        `The reminder for ${nameWords(run)} is put off by ${sayDuration(cadenceOf(run)?.dueMs ?? 0)}, at most ${SNOOZES_MAX} times until an update comes.`,
        'Who put it off and why stands in the thread and on the timeline.',
      ],
      label: 'Why can no update come now?',
    });
    return formFor(desk, id, { type: 'snooze', reason: '' }, form);
  }),
);

export const snoozeSent: Handler = onForm('incident.snooze', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'snooze', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);
