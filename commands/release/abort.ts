import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, sayText } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTurnRound } from './may.ts';
import { reasonForm } from './reason-form.ts';

export const abort: Verb = {
  noun: 'release',
  word: 'abort',
  usage: 'abort REASON',
  help: 'Ends the release where it stands; nothing is taken back',
  may: mayTurnRound,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'abort');
    if (!which.ok) return which.reply;
    const reason = which.text;
    if (reason === '') return abortForm(desk, which.run.id, request);
    return desk.handle(which.run.id, { type: 'abort', reason }, after =>
      sayText(`${inert(after.id)} is aborted. What is deployed stays as it is.`),
    );
  },
};

export const abortPressed: Handler = onPress('release.abort', RunRef, ({ run }, request, desk) =>
  abortForm(desk, run, request),
);

export const abortSent: Handler = onForm('release.abort', RunRef, async ({ run }, form, desk) =>
  besideField(await desk.handle(run, { type: 'abort', reason: textIn(form, 'reason') }, () => NOTHING), 'reason'),
);

export function abortForm(desk: Desk, run: string, { channel, thread }: Place): Promise<Reply> {
  const form = reasonForm({
    form: 'release.abort',
    title: 'Abort',
    submit: 'Abort',
    place: { channel, thread },
    data: { run },
    lines: [
      `${inert(run)} ends where it stands: what is in hand is stopped, and *nothing is taken back*. To restore the old version, close this and press Roll back.`,
    ],
  });
  return formFor(desk, run, { type: 'abort', reason: '' }, form);
}
