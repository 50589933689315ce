import { section } from '#src/chat/blocks.ts';
import type { Desk, Handler, Verb } from '#src/chat/desk.ts';
import { inert, mention, personIn } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import type { Place } from '#src/chat/modal.ts';
import { modal, personField, textField } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { besideField, NOTHING, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { briefOf } from '#src/domain/incident/brief.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { formFor, onForm, onPress, RunRef, textIn } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';
import { reasonForm } from '../release/reason-form.ts';
import { onIncident } from './which.ts';

/** Offer, brief, accept: whoever leads goes on leading until somebody else has said yes. */
export const handover: Verb = {
  noun: 'incident',
  word: 'handover',
  usage: 'handover [@user [BRIEF]]',
  help: 'Offers command to somebody, with a brief of where things stand',
  may: mayTakePart,
  people: true,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'handover');
    if (!which.ok) return which.reply;
    const named = personIn(which.text);
    if (named === null) return handoverForm(desk, which.run, request);
    const command = { type: 'handover', to: named.user, brief: named.rest === '' ? null : named.rest } as const;
    return desk.handle(which.run.id, command, after =>
      sayText(
        `Command of ${inert(after.id)} is offered to ${mention(named.user)} with a brief; nothing changes until it is accepted.`,
      ),
    );
  },
};

export const handoverPressed: Handler = onPress('incident.handover', RunRef, ({ run: id }, request, desk) =>
  onIncident(desk, id, run => handoverForm(desk, run, request)),
);

export const handoverSent: Handler = onForm('incident.handover', RunRef, async ({ run }, form, desk) => {
  const command = { type: 'handover', to: textIn(form, 'to'), brief: textIn(form, 'brief') || null } as const;
  return besideField(await desk.handle(run, command, () => NOTHING), 'to');
});

export const acceptPressed: Handler = onPress('incident.accept', RunRef, ({ run }, _request, desk) =>
  desk.handle(run, { type: 'handover-accept' }, after => sayText(`You have command of ${inert(after.id)}.`)),
);

export const declinePressed: Handler = onPress('incident.decline', RunRef, ({ run: id }, { channel, thread }, desk) =>
  onIncident(desk, id, run =>
    reasonForm({
      form: 'incident.decline',
      title: 'Decline',
      submit: 'Decline',
      place: { channel, thread },
      data: { run: id },
      lines: [
        `${nameWords(run)} stays with ${run.commander === null ? 'nobody' : mention(run.commander)}, who is told.`,
      ],
      label: 'Why not you?',
    }),
  ),
);

export const declineSent: Handler = onForm('incident.decline', RunRef, async ({ run }, form, desk) =>
  besideField(
    await desk.handle(run, { type: 'handover-decline', reason: textIn(form, 'reason') }, () => NOTHING),
    'reason',
  ),
);

/** The brief is written from the timeline; whoever hands over corrects it. */
function handoverForm(desk: Desk, run: IncidentRun, { channel, thread }: Place): Promise<Reply> {
  const view = modal({
    form: 'incident.handover',
    title: 'Hand over',
    submit: 'Offer',
    place: { channel, thread },
    data: { run: run.id },
    blocks: [
      section(`Command of ${nameWords(run)} is offered by direct message; until it is accepted nothing changes.`),
      personField({ name: 'to', label: 'To whom?' }),
      textField({ name: 'brief', label: 'Brief', initial: briefOf(run) }),
    ],
  });
  return formFor(desk, run.id, { type: 'handover', to: '', brief: null }, { kind: 'modal', view });
}
