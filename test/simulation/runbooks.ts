import { assert } from '#src/base/assert.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { formatProblems, hasErrors } from '#src/runbook/problem.ts';
import { resolve } from '#src/runbook/resolve.ts';

export type Scene = {
  readonly name: string;
  readonly runbook: ReleaseRunbook;
  readonly inputs: { readonly [name: string]: InputValue };
};

/** A product of the schedules, through the real loader; `change`: its files are others than those that stand there. */
export async function loadProduct(name: 'shop' | 'harbor', change = (text: string) => text): Promise<LoadedProduct> {
  const folder = new URL('./runbooks', import.meta.url).pathname;
  const files = (await readRunbookFiles(folder)).map(file => ({ ...file, text: change(file.text) }));
  const { products, problems } = loadProducts(files, { changeEvents: name === 'harbor' });
  assert(!hasErrors(problems), formatProblems(problems));
  const found = products.find(product => product.name === name);
  assert(found, `there is a product ${name}`);
  return found;
}

/** The releases a schedule is drawn from. */
export async function loadScenes(): Promise<readonly Scene[]> {
  const shop = await loadProduct('shop');
  const scene = (name: string, type: string, inputs: Scene['inputs'] = {}): Scene => {
    const found = resolve(shop, { type });
    assert(found.ok, `there is a release of type ${type}`);
    return { name, runbook: found.runbook, inputs };
  };
  return [scene('four', 'patch'), scene('canary', 'minor'), scene('all', 'major', { flags: ['blue', 'green'] })];
}
