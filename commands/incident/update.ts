import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { NOTHING, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { updateForm } from './update-form.ts';
import { onIncident } from './which.ts';

/** What is typed is what is known now; nothing of an older update is carried along. Without words the form opens, filled in from the last. */
export const update: Verb = {
  noun: 'incident',
  word: 'update',
  usage: 'update [TEXT]',
  help: 'Posts an update and starts the clock anew; without words a form asks',
  may: mayTakePart,
  inThread: true,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'update');
    if (!which.ok) return which.reply;
    if (which.text === '') return updateForm(desk, which.run, request);
    const said = { status: '', conditions: which.text, actions: '', needs: '', impact: null, nextInMs: null };
    return desk.handle(which.run.id, { type: 'update', ...said }, after => sayText(`Posted on ${inert(after.id)}.`));
  },
};

export const updatePressed: Handler = onPress('incident.update', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => updateForm(desk, run, request)),
);

export const noChangePressed: Handler = onPress('incident.no-change', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'no-change' }, () => NOTHING),
);
