import type { Verb } from '#src/chat/desk.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { Completion } from './protocol.ts';

type Where = { readonly runbooks: string; readonly vars: { readonly [name: string]: string } };

/** What can be started and declared, by the products as they are loaded. */
export async function readOffers(verbs: readonly Verb[], { runbooks, vars }: Where): Promise<readonly Completion[]> {
  const { products } = loadProducts(await readRunbookFiles(runbooks, vars), { vars });
  const types = products.flatMap(one => one.releases.flatMap(release => release.types.map(type => type.name)));
  const grades = products.flatMap(one => one.incident?.grades.map(grade => grade.name) ?? []);
  return completionsOf(verbs, { types: [...new Set(types)], grades: [...new Set(grades)] });
}

/** What the command box offers: everything that can be typed, as the bot itself lists it, and each type and grade. */
export function completionsOf(
  verbs: readonly Verb[],
  { types, grades }: { readonly types: readonly string[]; readonly grades: readonly string[] },
): readonly Completion[] {
  const starts = types.map(type => ({
    words: `/release start ${type}`,
    rest: '',
    help: `Starts a ${type} release of this channel’s product`,
  }));
  const declares = verbs.some(verb => verb.noun === 'incident') ? grades : [];
  return [
    ...starts,
    ...declares.map(grade => ({
      words: `/incident declare ${grade.toLowerCase()}`,
      rest: 'TITLE',
      help: `Declares a ${grade} and calls whom it calls, at once`,
    })),
    ...verbs.map(completionOf),
  ];
}

/** `plan [REL-n] | plan TYPE` -> the words `/release plan`, and what may follow them. */
function completionOf({ noun, word, usage, help }: Verb): Completion {
  const rest = usage.startsWith(`${word} `) ? usage.slice(word.length + 1) : '';
  return { words: `/${noun} ${word}`, rest, help };
}
