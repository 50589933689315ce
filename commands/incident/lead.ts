import type { Handler, Verb } from '#src/chat/desk.ts';
import { inert, mention, personIn } from '#src/chat/escape.ts';
import { NOTHING, refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import { firstWord } from '#src/chat/words.ts';
import { onPress, RunRef } from '../handlers.ts';
import { mayTakePart } from '../release/may.ts';

/** Command is taken at once by whoever says so; given to somebody else it is only offered. */
export const lead: Verb = {
  noun: 'incident',
  word: 'lead',
  usage: 'lead [@user] | lead deputy @user',
  help: 'Takes command, or offers it to somebody; names a deputy',
  may: mayTakePart,
  people: true,
  async run(request, text, desk) {
    const which = await whichIncident(desk, request, text, 'lead');
    if (!which.ok) return which.reply;
    const { run } = which;
    const named = personIn(which.text);
    if (which.text !== '' && named === null)
      return refuse(
        'lead.user',
        `"${which.text}" names nobody. Choose the person from Slack's list behind the @: /incident lead @user`,
      );
    if (firstWord(which.text).word.toLowerCase() === 'deputy' && named !== null)
      return desk.handle(run.id, { type: 'deputy', user: named.user }, after =>
        sayText(`${mention(named.user)} is the deputy of ${inert(after.id)}.`),
      );
    const user = named?.user ?? request.person.user;
    return desk.handle(run.id, { type: 'lead', user }, after =>
      sayText(
        user === request.person.user
          ? `You have command of ${inert(after.id)}.`
          : `Command of ${inert(after.id)} is offered to ${mention(user)} with a brief; nothing changes until it is accepted.`,
      ),
    );
  },
};

export const takePressed: Handler = onPress('incident.take', RunRef, ({ run }, { person }, desk) =>
  desk.handle(run, { type: 'lead', user: person.user }, () => NOTHING),
);
