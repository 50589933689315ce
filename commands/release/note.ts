import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import { onForm, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from './may.ts';
import { reasonForm } from './reason-form.ts';

/** In a run's thread, `@gonogo note TEXT` means that run. */
export const note: Verb = {
  noun: 'release',
  word: 'note',
  usage: 'note TEXT',
  help: 'Writes a sentence on the timeline; in a thread: @gonogo note TEXT',
  may: mayTakePart,
  inThread: true,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'note');
    if (!which.ok) return which.reply;
    if (which.text === '')
      return refuse('note.empty', 'Nothing to note. Write it behind the word: /release note The canary looks calm');
    return desk.handle(which.run.id, { type: 'note', text: which.text }, after =>
      sayText(`Noted on ${inert(after.id)}.`),
    );
  },
};

export const noteSent: Handler = onForm('release.note', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'note', text: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);

export function noteForm(run: string, { channel, thread }: Place): Reply {
  return reasonForm({
    form: 'release.note',
    title: 'Note',
    submit: 'Note it',
    place: { channel, thread },
    data: { run },
    lines: [`It goes on the timeline of ${inert(run)}, with your name and the time, and into its thread.`],
    label: 'Note',
  });
}
