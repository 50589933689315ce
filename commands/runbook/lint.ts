import { context, preformatted, section } from '#src/chat/blocks.ts';
import type { Verb } from '#src/chat/desk.ts';
import { cut } from '#src/chat/limits.ts';
import { sayText } from '#src/chat/reply.ts';

const TEXT_MAX = 12_000;

export const lint: Verb = {
  noun: 'runbook',
  word: 'lint',
  usage: 'lint',
  help: 'Says which mistakes keep runbooks from starting',
  async run(_request, _text, desk) {
    const mistakes = desk.runbooks.lint();
    if (mistakes.length === 0) return sayText('Nothing in the loaded runbooks stands in the way of a start.');
    const text = 'These mistakes keep their product from starting. They were read when the bot started.';
    const said = mistakes.join('\n');
    const rest = said.length > TEXT_MAX ? [context('The operator sees all of them with `npm run gonogo lint`.')] : [];
    return { kind: 'say', message: { text, blocks: [section(text), preformatted(cut(said, TEXT_MAX)), ...rest] } };
  },
};
