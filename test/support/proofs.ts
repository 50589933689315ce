import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A test whose title begins with the ids of the promises it proves. */
export type Proof = { readonly file: string; readonly title: string; readonly ids: readonly string[] };

const TESTS = join(import.meta.dirname, '..');
/** `'[V6] [V12] one failed ...'`, up to the quote it began with. */
const TITLE = /(['"`])((?:\[[BVWHURX]\d+\] ?)+)((?:\\.|(?!\1)[^\n\\])*)\1/g;

/** Every such test of the project, by file. */
export function proofs(): readonly Proof[] {
  const files = readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    // A contract suite is no test file of its own.
    .filter(file => file.endsWith('.ts') && !file.startsWith('support/'))
    .toSorted();
  return files.flatMap(file => {
    const text = readFileSync(join(TESTS, file), 'utf8');
    return [...text.matchAll(TITLE)].map(([, , marks = '', title = '']) => {
      const ids = [...marks.matchAll(/[A-Z]\d+/g)].map(([id]) => id);
      return { file: `test/${file}`, title: title.replaceAll(/\\(.)/g, '$1').trim(), ids };
    });
  });
}
