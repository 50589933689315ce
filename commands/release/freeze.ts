import type { Verb } from '#src/chat/desk.ts';
import { readDays } from '#src/chat/moment.ts';
import { refuse } from '#src/chat/reply.ts';
import { firstWord } from '#src/chat/words.ts';
import { mayFreeze } from '#src/domain/policy/who-may.ts';
import { productHere } from './start-words.ts';

const HELP = 'Write for example /release freeze 2026-12-20..2027-01-02 Christmas trade, or today..Fri and the reason.';

/** Days in which production is not touched, set and ended from Slack. */
export const freeze: Verb = {
  noun: 'release',
  word: 'freeze',
  usage: 'freeze [PRODUCT] FROM..TO REASON | freeze end FRZ-n REASON',
  help: 'Keeps releases out of production for some days, or ends that',
  may: (runbook, actor) => mayFreeze(runbook, actor).ok,
  async run(request, text, desk) {
    const first = firstWord(text);
    if (first.word.toLowerCase() === 'end') {
      const { word, rest } = firstWord(first.rest);
      if (word === '')
        return refuse(
          'freeze.words',
          'Say which freeze ends and why, for example /release freeze end FRZ-1 Done early.',
        );
      return desk.endFreeze({ id: word, reason: rest });
    }
    const named = desk.runbooks.products().find(one => one.name === first.word.toLowerCase());
    const product = named ?? productHere(desk, request.channel);
    if (product === null) return refuse('freeze.product', `Say which product is frozen. ${HELP}`);
    const { word, rest } = named ? firstWord(first.rest) : first;
    if (word === '') return refuse('freeze.words', `Say from when to when, and why. ${HELP}`);
    const days = readDays(word, desk.now(), product.timezone);
    if (!days.ok) return refuse('freeze.days', `${days.problem} ${HELP}`);
    return desk.freeze({ product: product.name, from: days.from, to: days.to, reason: rest });
  },
};
