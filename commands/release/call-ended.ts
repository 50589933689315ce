import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { besideField, NOTHING } from '#src/chat/reply.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { reasonForm } from './reason-form.ts';

export const callEndedPressed: Handler = onPress('release.call-ended', RunRef, ({ run }, { channel, thread }, desk) => {
  const form = reasonForm({
    form: 'release.call-ended',
    title: 'It has ended',
    submit: 'It has ended',
    place: { channel, thread },
    data: { run },
    lines: [
      `What ${inert(run)} had in hand was told to stop, and nobody heard that it has. *Look at the machine it runs on*: once you say that it has ended, the next release may go to production.`,
    ],
    label: 'Where did you look, and what did you see?',
  });
  return formFor(desk, run, { type: 'call-ended', reason: '' }, form);
});

export const callEndedSent: Handler = onForm('release.call-ended', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'call-ended', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);
