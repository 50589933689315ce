import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { noteForm } from '../release/note.ts';
import { reasonForm } from '../release/reason-form.ts';

/** What is done to a drill as a whole: its steps have the same buttons as those of a release. */

export const drillAbortPressed: Handler = onPress('drill.abort', RunRef, async ({ run }, { channel, thread }) =>
  reasonForm({
    form: 'drill.abort',
    title: 'Abort the drill',
    submit: 'Abort',
    place: { channel, thread },
    data: { run },
    lines: [
      `${inert(run)} ends where it stands: what is in hand is stopped. Unless nothing of it was done yet, it counts as a drill that did not pass.`,
    ],
  }),
);

export const drillAbortSent: Handler = onForm('drill.abort', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'abort', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);

export const drillNotePressed: Handler = onPress('drill.note', RunRef, async ({ run }, place) => noteForm(run, place));

/** `@gonogo note TEXT` in the thread of a drill, or with its id in front. */
export const drillNote: Verb = {
  noun: 'runbook',
  word: 'note',
  usage: 'note DRILL-n TEXT',
  help: 'Writes a sentence on the timeline of a drill; in its thread: @gonogo note TEXT',
  inThread: true,
  async run(request, text, desk) {
    const { channel, thread } = request;
    const [, named, rest = ''] = /^(DRILL-\d{1,9})\s*([\s\S]*)$/i.exec(text) ?? [];
    const here =
      named === undefined && channel !== null && thread !== null ? await desk.runByThread(channel, thread) : null;
    const id = named?.toUpperCase() ?? (here?.kind === 'drill' ? here.id : null);
    if (id === null) return refuse('note.which', 'Say which drill: /runbook note DRILL-3 The copy took an hour');
    const note = (named === undefined ? text : rest).trim();
    if (note === '') return refuse('note.empty', 'Nothing to note. Write it behind the number.');
    return desk.handle(id, { type: 'note', text: note }, after => sayText(`Noted on ${inert(after.id)}.`));
  },
};
