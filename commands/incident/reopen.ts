import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { firstWord } from '#src/chat/words.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { reasonForm } from '../release/reason-form.ts';
import { onIncident } from './which.ts';

export const reopen: Verb = {
  noun: 'incident',
  word: 'reopen',
  usage: 'reopen INC-n REASON',
  help: 'Opens a resolved incident again and calls its people again',
  may: mayTakePart,
  inThread: true,
  async run(request, text, desk) {
    // A resolved one is found by its number or its thread only: what is open here is hardly meant.
    const named = /^INC-\d+$/i.test(firstWord(text).word) || request.thread !== null;
    if (!named)
      return refuse(
        'reopen.which',
        'Which one? Write its number first: /incident reopen INC-7 REASON. /incident list shows them.',
      );
    const which = await whichIncident(desk, request, text, 'reopen');
    if (!which.ok) return which.reply;
    if (which.text === '') return reopenForm(which.run, request);
    return desk.handle(which.run.id, { type: 'reopen', reason: which.text }, after =>
      sayText(`${inert(after.id)} is open again.`),
    );
  },
};

export const reopenPressed: Handler = onPress('incident.reopen', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => reopenForm(run, request)),
);

export const reopenSent: Handler = onForm('incident.reopen', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'reopen', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);

function reopenForm(run: IncidentRun, { channel, thread }: Place): Reply {
  return reasonForm({
    form: 'incident.reopen',
    title: 'Reopen',
    submit: 'Reopen',
    place: { channel, thread },
    data: { run: run.id },
    lines: [`${nameWords(run)} goes back to investigating; who its severity calls is called again.`],
    label: 'What is wrong again?',
  });
}
