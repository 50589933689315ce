import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Loaded, loadProducts } from '#src/runbook/load.ts';
import type { SourceFile } from '#src/runbook/parse-file.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const SHIPPED = join(import.meta.dirname, '../../runbooks');

/** The files of a product's folder, as the bot hands them over. */
export function filesOf(folder: string, name: string): readonly SourceFile[] {
  const all = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.ya?ml$/.test(file),
  );
  const read = (file: string) => ({ path: `${name}/${file}`, text: readFileSync(join(folder, name, file), 'utf8') });
  const runbooks = all.filter(file => !file.includes('/')).sort();
  const policies = all.filter(file => file.includes('/'));
  return [...runbooks.map(read), ...policies.map(file => ({ ...read(file), policy: { product: name, file } }))];
}

export const fixture = (name: string) => filesOf(FIXTURES, name);
export const shipped = (name: string) => filesOf(SHIPPED, name);

/** Where a mistake is expected. Not a letter anybody writes. */
const MARK = '§';

export type Edit = { readonly file: 'product.yml' | 'release.yml'; readonly find: string; readonly put: string };
export type Broken = Loaded & { readonly line: number; readonly column: number };

/** The clean shop with one place changed; the mark in what is put says where the problem has to point. */
export function breakShop({ file, find, put }: Edit): Broken {
  let line = 0;
  let column = 0;
  const files = fixture('shop').map(one => {
    if (!one.path.endsWith(file)) return one;
    if (one.text.split(find).length !== 2) throw new Error(`"${find}" stands not exactly once in ${file}`);
    const marked = one.text.replace(find, () => put);
    const at = marked.indexOf(MARK);
    if (at < 0) throw new Error(`no mark in "${put}"`);
    const before = marked.slice(0, at);
    line = before.split('\n').length;
    column = before.length - before.lastIndexOf('\n');
    return { ...one, text: marked.replace(MARK, '') };
  });
  return { ...loadProducts(files), line, column };
}
