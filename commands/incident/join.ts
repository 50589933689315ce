import { section } from '#src/chat/blocks.ts';
import type { Handler, Verb } from '#src/chat/desk.ts';
import { channelLink, inert } from '#src/chat/escape.ts';
import { nameWords } from '#src/chat/incident-words.ts';
import { closingView } from '#src/chat/modal.ts';
import type { Reply } from '#src/chat/reply.ts';
import { sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';

export const join: Verb = {
  noun: 'incident',
  word: 'join',
  usage: 'join [INC-n]',
  help: 'Says that you take part',
  may: mayTakePart,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'join');
    if (!which.ok) return which.reply;
    return desk.handle(which.run.id, { type: 'join' }, after => sayText(`You take part in ${inert(after.id)}.`));
  },
};

/** Instead of declaring it twice: pressed in the form, the form becomes the answer. */
export const joinPressed: Handler = onPress('incident.join', RunRef, async ({ run }, request, desk) =>
  desk.handle(run, { type: 'join' }, (after): Reply => {
    const text = joined(after as IncidentRun);
    return request.view === null ? sayText(text) : { kind: 'modal', view: closingView('Joined', [section(text)]) };
  }),
);

function joined(run: IncidentRun): string {
  return `You take part in ${nameWords(run)}. It is followed in ${channelLink(run.channel)}; nothing new was declared.`;
}
