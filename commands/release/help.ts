import { context, section } from '#src/chat/blocks.ts';
import type { Desk, Verb } from '#src/chat/desk.ts';
import { code, inert } from '#src/chat/escape.ts';
import type { Incoming } from '#src/chat/incoming.ts';
import { bounded } from '#src/chat/limits.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { productHere } from './start-words.ts';

/** Lists only what the asker may do, judged by the first runbook of the product this channel belongs to. */
export function helpVerb(verbs: readonly Verb[]): Verb {
  return {
    noun: 'release',
    word: 'help',
    usage: 'help',
    help: 'Shows this',
    inThread: true,
    async run(request, _text, desk) {
      const known = await runbookHere(desk, request);
      const mine = verbs.filter(verb => known === null || (verb.may?.(known.runbook, known.actor) ?? true));
      const text = 'What you can do with releases here:';
      const blocks = [section(text, ...mine.map(line)), context(rolesLine(known))];
      return { kind: 'say', message: bounded({ text: `${text} ${mine.map(verb => verb.word).join(', ')}.`, blocks }) };
    },
  };
}

type Known = { readonly runbook: ReleaseRunbook; readonly actor: PersonActor };

async function runbookHere(desk: Desk, { channel, person }: Incoming): Promise<Known | null> {
  const product = productHere(desk, channel);
  const type = product?.types[0];
  const runbook = product && type ? desk.runbooks.resolve(product.name, type.name, null) : null;
  if (runbook === null) return null;
  return { runbook, actor: { kind: 'person', ...person, roles: await desk.roles(runbook.product.name) } };
}

function line(verb: Verb): string {
  return `${code(`/${verb.noun} ${verb.usage}`)}  ${inert(verb.help)}`;
}

function rolesLine(known: Known | null): string {
  if (known === null) return 'This channel belongs to no product, so nothing is left out.';
  const titles = known.actor.roles.map(role => known.runbook.product.roles[role]?.title ?? role);
  const mine = titles.length === 0 ? 'you hold no role' : `you are ${titles.join(' and ')}`;
  return `In ${inert(known.runbook.product.title)} ${inert(mine)}. A command means the release of this channel; write its number first for another one.`;
}
