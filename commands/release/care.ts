import { section } from '#src/chat/blocks.ts';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { modal, personField, textField } from '#src/chat/modal.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { formFor, onForm, onPress, StepRef, textIn } from '../handlers.ts';

/** A failed step: one person takes it, or is asked to. */

export const claimPressed: Handler = onPress('release.claim', StepRef, ({ run, ...ref }, _request, desk) =>
  desk.handle(run, { type: 'claim', ...ref }, () => NOTHING),
);

export const handPressed: Handler = onPress('release.hand', StepRef, async (ref, { channel, thread }, desk) => {
  const run = await desk.release(ref.run);
  if (run === null) return refuse('run.absent', `There is no ${ref.run}.`);
  const view = modal({
    form: 'release.hand',
    title: 'Hand over',
    submit: 'Ask them',
    place: { channel, thread },
    data: ref,
    blocks: [
      section(`“${inert(titleById(run, ref.step))}” of ${inert(run.id)}: whom do you ask to look after it?`),
      personField({ name: 'to', label: 'To whom?' }),
      textField({ name: 'note', label: 'What should they know?', optional: true }),
    ],
  });
  const { run: id, ...step } = ref;
  return formFor(desk, id, { type: 'hand', ...step, to: '', note: null }, { kind: 'modal', view });
});

export const handSent: Handler = onForm('release.hand', StepRef, async ({ run, ...ref }, form, desk) => {
  const command = { type: 'hand', ...ref, to: textIn(form, 'to'), note: textIn(form, 'note') || null } as const;
  return besideField(await desk.handle(run, command, () => NOTHING), 'to');
});
