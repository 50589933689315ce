import { context, preformatted, section } from '#src/chat/blocks.ts';
import type { Verb } from '#src/chat/desk.ts';
import { cut } from '#src/chat/limits.ts';
import { refuse, sayText } from '#src/chat/reply.ts';

const TEXT_MAX = 12_000;

export const lint: Verb = {
  noun: 'runbook',
  word: 'lint',
  usage: 'lint [--live]',
  help: 'Says which mistakes keep runbooks from starting; --live asks every metric, and git for the last tag, and says what cannot be had',
  async run({ person }, text, desk) {
    const word = text.trim();
    // Phones and Macs make one dash of two.
    if (/^(--|—|–)?live$/i.test(word)) return desk.lintLive({ person });
    if (word !== '') return refuse('lint.words', `After lint there is only --live, not "${word}".`);
    const mistakes = desk.runbooks.lint();
    if (mistakes.length === 0) return sayText('Nothing in the loaded runbooks stands in the way of a start.');
    const says = 'These mistakes keep their product from starting. They were read when the bot started.';
    const said = mistakes.join('\n');
    const rest = said.length > TEXT_MAX ? [context('The operator sees all of them with `npm run gonogo lint`.')] : [];
    return {
      kind: 'say',
      message: { text: says, blocks: [section(says), preformatted(cut(said, TEXT_MAX)), ...rest] },
    };
  },
};
