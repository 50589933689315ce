import { z } from 'zod';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert, say } from '#src/chat/escape.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import type { ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayLeadAPhase } from './may.ts';
import { reasonForm } from './reason-form.ts';

export const resume: Verb = {
  noun: 'release',
  word: 'resume',
  usage: 'resume [REASON]',
  help: 'Goes on after a pause; where a metric paused it, with a reason',
  may: mayLeadAPhase,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'resume');
    if (!which.ok) return which.reply;
    const reason = which.text;
    return resumeOrAsk(desk, which.run, request, { reason, done: after => sayText(`${inert(after.id)} goes on.`) });
  },
};

export const resumePressed: Handler = onPress('release.resume', RunRef, async ({ run: id }, request, desk) => {
  const run = await desk.release(id);
  if (run === null) return refuse('run.absent', `There is no ${id}.`);
  return resumeOrAsk(desk, run, request, { reason: '', done: () => NOTHING });
});

/** The pause whose sentence stands in the form: what stopped the run since then was not read. */
const PauseRef = RunRef.extend({ seen: z.number().nullable().default(null) });

export const resumeSent: Handler = onForm('release.resume', PauseRef, async ({ run, seen }, form, desk) => {
  const reply = await desk.handle(run, { type: 'resume', reason: textIn(form, 'reason'), seen }, () => NOTHING);
  return besideField(reply, 'reason');
});

type Going = { readonly reason: string; readonly done: (after: Run) => Reply };

/** Going on although a metric asked to stop is an override, and an override has a reason. */
async function resumeOrAsk(
  desk: Desk,
  run: ReleaseRun,
  { channel, thread }: Place,
  { reason, done }: Going,
): Promise<Reply> {
  if (run.pause?.cause !== 'metric' || reason !== '')
    return desk.handle(run.id, { type: 'resume', reason: reason === '' ? null : reason }, done);
  const form = reasonForm({
    form: 'release.resume',
    title: 'Resume',
    submit: 'Resume',
    place: { channel, thread },
    data: { run: run.id, seen: run.pause.at },
    lines: [
      `A metric paused ${inert(run.id)}: ${say(run.pause.says)}`,
      'Going on all the same is recorded as an override. What you have seen does not pause it again; a pass, or something clearly worse, does.',
    ],
    label: 'Why is it right to go on?',
  });
  return formFor(desk, run.id, { type: 'resume', reason: null }, form);
}
