import { openLine } from '#src/chat/cards/release/window-lines.ts';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { closuresAhead } from '#src/domain/release/calendar/ahead.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { reasonForm } from './reason-form.ts';

/** Outside a window: those who may, open it for one release, with a reason. */
export const openWindowPressed: Handler = onPress(
  'release.open-calendar',
  RunRef,
  async ({ run: id }, { channel, thread }, desk) => {
    const run = await desk.release(id);
    if (run === null) return refuse('run.absent', `There is no ${id}.`);
    const closures = closuresAhead(run);
    if (closures.length === 0)
      return refuse('calendar.open', `The calendar does not keep ${run.id} out of production.`);
    const form = reasonForm({
      form: 'release.open-calendar',
      title: 'Open the window',
      submit: 'Open it',
      place: { channel, thread },
      data: { run: run.id },
      lines: [
        `The calendar keeps ${inert(run.id)} out of production:`,
        ...closures.map(closure => `• ${openLine(run, closure)}`),
        'Your word opens what is yours to open, for this release only. It stays on record with the reason; votes given before are asked again.',
      ],
      label: 'Why is it right to do it now?',
    });
    return formFor(desk, run.id, { type: 'open-calendar', reason: '' }, form);
  },
);

export const openWindowSent: Handler = onForm('release.open-calendar', RunRef, async ({ run }, form, desk) => {
  const reply = await desk.handle(run, { type: 'open-calendar', reason: textIn(form, 'reason') }, () => NOTHING);
  return besideField(reply, 'reason');
});
