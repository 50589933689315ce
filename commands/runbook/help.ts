import { section } from '#src/chat/blocks.ts';
import type { Verb } from '#src/chat/desk.ts';
import { code, inert } from '#src/chat/escape.ts';
import { bounded } from '#src/chat/limits.ts';

export function helpVerb(verbs: readonly Verb[]): Verb {
  return {
    noun: 'runbook',
    word: 'help',
    usage: 'help',
    help: 'Shows this',
    inThread: true,
    async run() {
      const text = 'What you can do with runbooks and drills:';
      const lines = verbs.map(verb => `${code(`/${verb.noun} ${verb.usage}`)}  ${inert(verb.help)}`);
      const said = `${text} ${verbs.map(verb => verb.word).join(', ')}.`;
      return { kind: 'say', message: bounded({ text: said, blocks: [section(text, ...lines)] }) };
    },
  };
}
