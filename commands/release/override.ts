import { z } from 'zod';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { besideField, NOTHING } from '#src/chat/reply.ts';
import { onForm, onPress, StepRef, textIn } from '../handlers.ts';
import { reasonForm } from './reason-form.ts';

const FactRef = StepRef.extend({ fact: z.string() });

export const overridePressed: Handler = onPress('release.override', FactRef, async (ref, { channel, thread }) =>
  reasonForm({
    form: 'release.override',
    title: 'Override',
    submit: 'Accept it',
    place: { channel, thread },
    data: ref,
    lines: [
      `“${inert(ref.fact)}” does not hold. Accepting it all the same is recorded with your name and the reason.`,
      'It changes what is approved, so every vote is asked again.',
    ],
    label: 'Why is it right to go on without it?',
  }),
);

export const overrideSent: Handler = onForm('release.override', FactRef, async ({ run, step, fact }, form, desk) => {
  const reply = await desk.handle(run, { type: 'override', step, fact, reason: textIn(form, 'reason') }, () => NOTHING);
  return besideField(reply, 'reason');
});
