import { z } from 'zod';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { besideField, NOTHING } from '#src/chat/reply.ts';
import { formFor, onForm, onPress, StepRef, textIn } from '../handlers.ts';
import { reasonForm } from './reason-form.ts';

const FactRef = StepRef.extend({ fact: z.string(), found: z.string().optional() });

export const overridePressed: Handler = onPress('release.override', FactRef, (ref, { channel, thread }, desk) => {
  const form = reasonForm({
    form: 'release.override',
    title: 'Override',
    submit: 'Accept it',
    place: { channel, thread },
    data: ref,
    lines: [
      `“${inert(ref.fact)}” stands in the way of this go/no-go${ref.found === undefined ? '' : `: ${inert(ref.found)}`}. Accepting it all the same is recorded with your name and the reason.`,
      'It changes what is approved, so every vote is asked again.',
    ],
    label: 'Why is it right to go on without it?',
  });
  return formFor(desk, ref.run, { type: 'override', step: ref.step, fact: ref.fact, reason: '' }, form);
});

export const overrideSent: Handler = onForm(
  'release.override',
  FactRef,
  async ({ run, step, fact, found }, form, desk) => {
    const seen = found === undefined ? {} : { found };
    const command = { type: 'override', step, fact, reason: textIn(form, 'reason'), ...seen } as const;
    const reply = await desk.handle(run, command, () => NOTHING);
    return besideField(reply, 'reason');
  },
);
