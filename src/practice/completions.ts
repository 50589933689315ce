import type { Verb } from '#src/chat/desk.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { Completion } from './protocol.ts';

type Where = { readonly runbooks: string; readonly vars: { readonly [name: string]: string } };

/** What can be typed: the bot's own verbs, and what can be started and declared of each product as it is loaded. */
export async function readOffers(verbs: readonly Verb[], { runbooks, vars }: Where): Promise<readonly Completion[]> {
  const { products } = loadProducts(await readRunbookFiles(runbooks, vars), { vars });
  return completionsOf(
    verbs,
    products.map(({ name, releases, incident }) => ({
      name,
      types: releases.flatMap(release => release.types.map(type => type.name)),
      grades: incident?.grades.map(grade => grade.name) ?? [],
    })),
  );
}

/** A product, with what of it can be started and declared. */
export type Offered = { readonly name: string; readonly types: readonly string[]; readonly grades: readonly string[] };

/** What the command box offers: types to start first, grades to declare last, for each is one of many. */
export function completionsOf(verbs: readonly Verb[], products: readonly Offered[]): readonly Completion[] {
  const starts = products.flatMap(({ name: product, types }) =>
    types.map(type => ({
      ...{ words: `/release start ${type}`, rest: '', product },
      help: `Starts a ${type} release of this channel’s product`,
    })),
  );
  const declares = products.flatMap(({ name: product, grades }) =>
    grades.map(grade => ({
      ...{ words: `/incident declare ${grade.toLowerCase()}`, rest: 'TITLE', product },
      help: `Declares a ${grade} and calls whom it calls, at once`,
    })),
  );
  return [...starts, ...verbs.map(completionOf), ...declares];
}

/** `plan [REL-n] | plan TYPE` -> the words `/release plan`, and what may follow them. */
function completionOf({ noun, word, usage, help }: Verb): Completion {
  const rest = usage.startsWith(`${word} `) ? usage.slice(word.length + 1) : '';
  return { words: `/${noun} ${word}`, rest, help, product: null };
}
