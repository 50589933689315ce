import { z } from 'zod';
import { section } from '#src/chat/blocks.ts';
import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { modal, textField } from '#src/chat/modal.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { onForm, onPress, StepRef, textIn } from '../handlers.ts';

const Wanted = StepRef.extend({ label: z.string() });

export const attachPressed: Handler = onPress('release.attach', Wanted, async (ref, { channel, thread }, desk) => {
  const run = await desk.run(ref.run);
  if (run === null) return refuse('run.absent', `There is no ${ref.run}.`);
  const view = modal({
    form: 'release.attach',
    title: 'Attach',
    submit: 'Attach',
    place: { channel, thread },
    data: ref,
    blocks: [
      section(
        `The ${inert(ref.label)} of “${inert(titleById(run, ref.step))}”. A file in Slack has a link too: Copy link in its menu.`,
      ),
      textField({ name: 'link', label: 'Link', hint: 'Beginning with https://', multiline: false }),
    ],
  });
  return { kind: 'modal', view };
});

export const attachSent: Handler = onForm('release.attach', Wanted, async ({ run, ...ref }, form, desk) => {
  const link = textIn(form, 'link');
  if (!/^https?:\/\/\S+$/.test(link))
    return { kind: 'errors', errors: { link: 'This is not a link. Write one that begins with https://' } };
  return besideField(await desk.handle(run, { type: 'attach', ...ref, link }, () => NOTHING), 'link');
});
