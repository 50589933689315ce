import type { Handler } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { besideField, NOTHING, refuse } from '#src/chat/reply.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { titleById } from '#src/domain/procedure/titles.ts';
import { votesLostBySkipping } from '#src/domain/release/gate.ts';
import { formFor, onForm, onPress, StepRef, textIn } from '../handlers.ts';
import { reasonForm } from './reason-form.ts';

export const skipPressed: Handler = onPress('release.skip', StepRef, async (ref, { channel, thread }, desk) => {
  const run = await desk.run(ref.run);
  if (run === null) return refuse('run.absent', `There is no ${ref.run}.`);
  const form = reasonForm({
    form: 'release.skip',
    title: 'Skip a step',
    submit: 'Skip',
    place: { channel, thread },
    data: ref,
    lines: [
      `“${inert(titleById(run, ref.step))}” of ${inert(ref.run)} will not be done, and the run goes on. The reason stays on record.`,
      ...votesLost(run, ref.step),
    ],
  });
  return formFor(desk, ref.run, { type: 'skip', step: ref.step, attempt: ref.attempt, reason: '' }, form);
});

export const skipSent: Handler = onForm('release.skip', StepRef, async ({ run, ...ref }, form, desk) =>
  besideField(
    await desk.handle(run, { type: 'skip', ...ref, reason: textIn(form, 'reason') }, () => NOTHING),
    'reason',
  ),
);

/** Better heard now than at the vote, when it can no longer be done. */
function votesLost(run: Run, step: string): readonly string[] {
  const votes = run.kind === 'release' ? votesLostBySkipping(run, step) : [];
  return votes.map(
    title =>
      `⚠ “${inert(title)}” wants this phase with nothing skipped, and nobody may accept less: skipped, it can never pass.`,
  );
}
