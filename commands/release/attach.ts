import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { section } from '#src/chat/blocks.ts';
import type { Desk, Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { fileField, modal, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import type { Form } from '../handlers.ts';
import { formFor, onForm, onPress, StepRef, textIn } from '../handlers.ts';

const Wanted = StepRef.extend({ label: z.string() });
type Wanted = z.infer<typeof Wanted>;

/** `https://TEAM.slack.com/files/U0ANA/F0ABC/errors.log`: what Copy link of a file says. */
const SLACK_FILE = /^https:\/\/[\w.-]+\.slack\.com\/files\/[UW][A-Z0-9]+\/(F[A-Z0-9]+)(?:\/|$)/;

export const attachPressed: Handler = onPress('release.attach', Wanted, async (ref, { channel, thread }, desk) => {
  const run = await desk.run(ref.run);
  if (run === null) return refuse('run.absent', `There is no ${ref.run}.`);
  const view = modal({
    form: 'release.attach',
    title: 'Attach',
    submit: 'Attach',
    place: { channel, thread },
    data: ref,
    blocks: [section(`The ${inert(ref.label)} of “${inert(titleById(run, ref.step))}”.`), ...fields(run, ref)],
  });
  const { run: id, ...rest } = ref;
  return formFor(desk, id, { type: 'attach', ...rest, link: '' }, { kind: 'modal', view });
});

function fields(run: Run, { step }: Wanted): readonly KnownBlock[] {
  const hint = 'Beginning with https://. A file shared in Slack has a link too: Copy link in its menu.';
  const evidence = findStep(run, step)?.evidence ?? null;
  if (evidence === 'link') return [textField({ name: 'link', label: 'Link', hint, multiline: false })];
  const label = evidence === null ? 'or a link' : 'or the link of one that is shared in this channel';
  return [
    fileField({ name: 'file', label: 'A file', optional: true }),
    textField({ name: 'link', label, hint, multiline: false, optional: true }),
  ];
}

export const attachSent: Handler = onForm('release.attach', Wanted, async (ref, form, desk) => {
  const link = textIn(form, 'link');
  const run = await desk.run(ref.run);
  const evidence = run && (findStep(run, ref.step)?.evidence ?? null);
  const file = fileIn(form) ?? (evidence === 'link' ? null : (SLACK_FILE.exec(link)?.[1] ?? null));
  if (file !== null) return besideField(await give(desk, ref, file), 'link');
  if (!/^https?:\/\/\S+$/.test(link)) {
    const what = evidence === 'link' ? '' : 'Choose a file, or write a link. ';
    return { kind: 'errors', errors: { link: `${what}A link begins with https://` } };
  }
  const { run: id, ...rest } = ref;
  return besideField(await desk.handle(id, { type: 'attach', ...rest, link }, () => NOTHING), 'link');
});

function give(desk: Desk, { run, ...ref }: Wanted, file: string): Promise<Reply> {
  return desk.handle(run, { type: 'attach-file', ...ref, file }, () =>
    sayText('The file is read now. It counts when its line stands in the thread, with the hash of its content.'),
  );
}

function fileIn(form: Form): string | null {
  const chosen = form.values['file'];
  return typeof chosen === 'object' && chosen !== null ? (chosen[0] ?? null) : null;
}
