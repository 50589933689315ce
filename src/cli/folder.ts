import { GonogoError } from '#src/errors.ts';

/**
 * The folder of the products, named as a word or as `--folder`. Throws `runbook.invalid` where two different ones were
 * named; `undefined` where none was.
 */
export function folderOf(...named: readonly (string | undefined)[]): string | undefined {
  const all = [...new Set(named.filter(one => one !== undefined))];
  if (all.length > 1) throw new GonogoError('runbook.invalid', `Name one folder, not ${all.join(' and ')}.`);
  return all[0];
}

/**
 * What is asked of which product, and the folder among these words: it holds a slash or begins with a dot, and no product,
 * type or drill does. Throws `runbook.invalid` for a word too many.
 */
export function wordsOf(given: readonly (string | undefined)[]): {
  readonly words: readonly string[];
  readonly folder: string | undefined;
} {
  const all = given.filter(word => word !== undefined);
  const words = all.filter(word => !isPlace(word));
  const [what, product, more] = words;
  if (more !== undefined) {
    const text = `After ${what} ${product} there is only a folder, told by its slash: write ./${more}.`;
    throw new GonogoError('runbook.invalid', text);
  }
  return { words, folder: folderOf(...all.filter(isPlace)) };
}

function isPlace(word: string): boolean {
  return word.includes('/') || word.startsWith('.');
}
