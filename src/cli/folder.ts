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

/** Words and the folder among them: it holds a slash or begins with a dot, and no product, type or drill does. */
export function wordsOf(given: readonly (string | undefined)[]): {
  readonly words: readonly string[];
  readonly folder: string | undefined;
} {
  const all = given.filter(word => word !== undefined);
  return {
    words: all.filter(word => !isPlace(word)),
    folder: folderOf(...all.filter(isPlace)),
  };
}

function isPlace(word: string): boolean {
  return word.includes('/') || word.startsWith('.');
}
