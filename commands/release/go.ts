import { z } from 'zod';
import { pastLines, pastRows } from '#src/chat/cards/step/past.ts';
import { stepMessage } from '#src/chat/cards/step.ts';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import type { Place } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { forward, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { formFor, onForm, onPress, StepRef, textIn } from '../handlers.ts';
import { mayVote } from './may.ts';
import { reasonForm } from './reason-form.ts';

/** Typed, nobody has seen what they approve: so it is shown, with the button that is bound to it. */
export const go: Verb = {
  noun: 'release',
  word: 'go',
  usage: 'go',
  help: 'Shows what is to be approved, with the Go button',
  may: mayVote,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'go');
    if (!which.ok) return which.reply;
    const gate = openGate(which.run);
    if (gate === null) return noGate(which.run);
    const past = pastLines(await pastRows(filter => desk.runs(filter), which.run.runbook.product.name));
    const { attempt } = stateOf(which.run, gate.id);
    return { kind: 'say', message: stepMessage(which.run, gate.id, attempt, past) };
  },
};

export const noGo: Verb = {
  noun: 'release',
  word: 'no-go',
  usage: 'no-go REASON',
  help: 'Stops the release with a reason',
  may: mayVote,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'no-go');
    if (!which.ok) return which.reply;
    const gate = openGate(which.run);
    if (gate === null) return noGate(which.run);
    const ref = { run: which.run.id, step: gate.id, attempt: stateOf(which.run, gate.id).attempt };
    const reason = which.text;
    if (reason === '') return noGoForm(desk, ref, request);
    const { run, ...asked } = ref;
    return desk.handle(run, { type: 'vote', ...asked, hash: '', go: false, reason }, after =>
      sayText(`Your no-go for ${inert(after.id)} is recorded, and it stands still. Resume asks the question again.`),
    );
  },
};

const VoteRef = StepRef.extend({ hash: z.string() });

/** Go: bound to the hash of what the button showed. */
export const vote: Handler = onPress('release.vote', VoteRef, ({ run, ...seen }, _request, desk) =>
  desk.handle(run, { type: 'vote', ...seen, go: true, reason: null }, () => NOTHING),
);

export const noGoPressed: Handler = onPress('release.no-go', StepRef, (ref, request, desk) =>
  noGoForm(desk, ref, request),
);

export const noGoSent: Handler = onForm('release.no-go', StepRef, async ({ run, ...seen }, form, desk) => {
  const reason = textIn(form, 'reason');
  const reply = await desk.handle(run, { type: 'vote', ...seen, hash: '', go: false, reason }, () => NOTHING);
  return besideField(reply, 'reason');
});

function noGoForm(desk: Desk, ref: z.infer<typeof StepRef>, { channel, thread }: Place): Promise<Reply> {
  const form = reasonForm({
    form: 'release.no-go',
    title: 'No-go',
    submit: 'No-go',
    place: { channel, thread },
    data: ref,
    lines: [`One no-go stops ${inert(ref.run)}. Everybody sees the reason; Resume asks the question again.`],
  });
  const { run, step, attempt } = ref;
  return formFor(desk, run, { type: 'vote', step, attempt, hash: '', go: false, reason: '' }, form);
}

function openGate(run: ReleaseRun): AnyStep | null {
  const steps = forward(run).flatMap(section => section.steps);
  return steps.find(step => step.verb === 'approve' && stateOf(run, step.id).status === 'waiting') ?? null;
}

function noGate(run: ReleaseRun) {
  return refuse(
    'vote.nothing',
    `Nothing in ${run.id} waits for a go or no-go now. /release status ${run.id} shows where it stands.`,
  );
}
