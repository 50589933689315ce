import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
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

type FileName = 'product.yml' | 'release.yml' | 'incident.yml' | 'drill.yml' | 'policies/limits.yaml';
export type Edit = { readonly file: FileName; readonly find: string; readonly put: string };
export type Broken = Loaded & { readonly line: number; readonly column: number };

/** A clean fixture with one place changed; the mark in what is put says where the problem has to point. */
export function breakFixture(name: string, { file, find, put }: Edit): Broken {
  let line = 0;
  let column = 0;
  const files = fixture(name).map(one => {
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

export function breakShop(edit: Edit): Broken {
  return breakFixture('shop', edit);
}

/** What is found, what is put in its place (§: where the problem points), what is said, what to do. */
export type Row = readonly [what: string, find: string, put: string, message: string | RegExp, hint: string | RegExp];

/** Expects the mistake of a row to be told at its place as an error, and nothing of the product to start. */
export function expectTold(name: string, file: FileName, [, find, put, message, hint]: Row): void {
  const { problems, line, column, products } = breakFixture(name, { file, find, put });
  const said = problems.map(one => `${one.line}:${one.column} ${one.message}`).join('\n');
  const found = problems.find(one => one.line === line && one.column === column && one.message.match(message));
  expect(found, `expected ${line}:${column} ${message}, came\n${said}`).toBeDefined();
  expect(found).toMatchObject({ file: `${name}/${file}`, level: 'error' });
  expect(found?.hint).toMatch(hint);
  expect(products.every(product => !product.startable)).toBe(true);
}
