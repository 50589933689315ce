import { context, section } from '#src/chat/blocks.ts';
import type { Desk, Verb } from '#src/chat/desk.ts';
import { code, inert } from '#src/chat/escape.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { bounded } from '#src/chat/limits.ts';
import { anyone } from '#src/domain/policy/who-may.ts';
import { readDeclared } from './declare-words.ts';

/** Lists only what the asker may do: whoever is no full member may look. Who leads decides, and that anybody may become. */
export function helpVerb(verbs: readonly Verb[]): Verb {
  return {
    noun: 'incident',
    word: 'help',
    usage: 'help',
    help: 'Shows this',
    inThread: true,
    async run(request, _text, desk) {
      const actor = { kind: 'person', ...request.person, roles: [] } as const;
      const mine = anyone(actor).ok ? verbs : verbs.filter(verb => verb.may === undefined);
      const text = 'What you can do with incidents here:';
      const blocks = [section(text, ...mine.map(line)), context(where(desk, request))];
      return { kind: 'say', message: bounded({ text: `${text} ${mine.map(verb => verb.word).join(', ')}.`, blocks }) };
    },
  };
}

function line(verb: Verb): string {
  return `${code(`/${verb.noun} ${verb.usage}`)}  ${inert(verb.help)}`;
}

function where(desk: Desk, { channel }: Incoming): string {
  const { product } = readDeclared('', desk, channel);
  const runbook = product === null ? null : desk.runbooks.incident(product);
  const here =
    runbook === null
      ? 'This channel belongs to no product with an incident runbook; the form asks which one.'
      : `Here that means ${inert(runbook.product.title)}, with ${runbook.grades.map(one => inert(one.name)).join(', ')}.`;
  return `${here} A command means the incident of this channel; write its number first for another one.`;
}
