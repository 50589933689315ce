import { section } from '#src/chat/blocks.ts';
import { whatIsReleased } from '#src/chat/cards/release/state-words.ts';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert, mention, personIn } from '#src/chat/escape.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, personField, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichRelease } from '#src/chat/which-run.ts';
import type { ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { briefOf } from '#src/domain/release/brief.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayStartOne } from './may.ts';
import { reasonForm } from './reason-form.ts';

/** Offer, brief, accept: the captain leads on until somebody else has said yes. To oneself it is taken at once. */
export const handover: Verb = {
  noun: 'release',
  word: 'handover',
  usage: 'handover [@user [BRIEF]]',
  help: 'Offers the release to another captain, with a brief; to yourself: takes it over',
  may: mayStartOne,
  people: true,
  async run(request, text, desk) {
    const which = await whichRelease(desk, request, text, 'handover');
    if (!which.ok) return which.reply;
    const named = personIn(which.text);
    if (named === null) return handoverForm(desk, which.run, request);
    return desk.handle(
      which.run.id,
      { type: 'handover', to: named.user, brief: named.rest === '' ? null : named.rest },
      after => sayText(handed(after, named.user)),
    );
  },
};

export const handoverSent: Handler = onForm('release.handover', RunRef, async ({ run }, form, desk) => {
  const command = { type: 'handover', to: textIn(form, 'to'), brief: textIn(form, 'brief') || null } as const;
  return besideField(await desk.handle(run, command, () => NOTHING), 'to');
});

export const acceptPressed: Handler = onPress('release.accept', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'handover-accept' }, after => sayText(`You are the captain of ${inert(after.id)} now.`)),
);

export const declinePressed: Handler = onPress(
  'release.decline',
  RunRef,
  async ({ run: id }, { channel, thread }, desk) => {
    const run = await desk.release(id);
    if (run === null) return refuse('run.absent', `There is no ${id}.`);
    return reasonForm({
      form: 'release.decline',
      title: 'Decline',
      submit: 'Decline',
      place: { channel, thread },
      data: { run: id },
      lines: [`${inert(id)} stays with ${mention(run.captain)}, who is told.`],
      label: 'Why not you?',
    });
  },
);

export const declineSent: Handler = onForm('release.decline', RunRef, async ({ run }, form, desk) =>
  besideField(
    await desk.handle(run, { type: 'handover-decline', reason: textIn(form, 'reason') }, () => NOTHING),
    'reason',
  ),
);

function handed(after: Run, to: string): string {
  const mine = after.kind === 'release' && after.captain === to;
  return mine
    ? `You are the captain of ${inert(after.id)} now.`
    : `${inert(after.id)} is offered to ${mention(to)} with a brief; nothing changes until it is accepted.`;
}

/** The brief is written from the timeline; whoever hands over corrects it. */
export function handoverForm(desk: Desk, run: ReleaseRun, { channel, thread }: Place): Promise<Reply> {
  const view = modal({
    form: 'release.handover',
    title: 'Hand over',
    submit: 'Offer',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(
        `${inert(run.id)} (${inert(whatIsReleased(run))}) is offered by direct message; until it is accepted nothing changes. Name yourself to take it over at once.`,
      ),
      personField({ name: 'to', label: 'To whom?' }),
      textField({ name: 'brief', label: 'Brief', initial: briefOf(run) }),
    ],
  });
  return formFor(desk, run.id, { type: 'handover', to: '', brief: null }, { kind: 'modal', view });
}
