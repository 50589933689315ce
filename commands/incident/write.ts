import type { Verb } from '#src/chat/desk.ts';
import { inert } from '#src/chat/escape.ts';
import { refuse, sayText } from '#src/chat/reply.ts';
import { whichIncident } from '#src/chat/which-run.ts';
import type { IncidentCommand } from '#src/domain/incident/commands.ts';
import { mayTakePart } from '../release/may.ts';

type Written = {
  readonly word: string;
  readonly help: string;
  readonly example: string;
  readonly inThread?: boolean;
  readonly command: (text: string) => IncidentCommand;
  readonly done: string;
};

/** A sentence behind a word that goes on the timeline as it was written, with who and when. */
function written({ word, help, example, inThread = false, command, done }: Written): Verb {
  return {
    noun: 'incident',
    word,
    usage: `${word} TEXT`,
    help,
    may: mayTakePart,
    inThread,
    async run(request, text, desk) {
      const which = await whichIncident(desk, request, text, word);
      if (!which.ok) return which.reply;
      if (which.text === '')
        return refuse(`${word}.empty`, `Nothing was said. Write it behind the word: /incident ${word} ${example}`);
      return desk.handle(which.run.id, command(which.text), after => sayText(`${done} ${inert(after.id)}.`));
    },
  };
}

export const note = written({
  word: 'note',
  help: 'Writes a sentence on the timeline; in its thread: @gonogo note TEXT',
  example: 'The second database looks calm',
  inThread: true,
  command: text => ({ type: 'note', text }),
  done: 'Noted on',
});

export const decision = written({
  word: 'decision',
  help: 'Records a decision; in its thread: @gonogo decision TEXT',
  example: 'We roll back before we look further',
  inThread: true,
  command: text => ({ type: 'decision', text }),
  done: 'Recorded as a decision on',
});

export const title = written({
  word: 'title',
  help: 'Gives it a title',
  example: 'Checkout returns 500s',
  command: text => ({ type: 'title', title: text }),
  done: 'That is the title of',
});

export const impact = written({
  word: 'impact',
  help: 'Says what users feel',
  example: 'about 30 % of checkouts fail',
  command: text => ({ type: 'impact', impact: text }),
  done: 'That is the impact of',
});
