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

/** The product all schedules are about, through the real loader. */
export async function loadShop(): Promise<LoadedProduct> {
  const folder = new URL('./runbooks', import.meta.url).pathname;
  const { products, problems } = loadProducts(await readRunbookFiles(folder));
  assert(!hasErrors(problems), formatProblems(problems));
  assert(products[0], 'there is a product');
  return products[0];
}

/** The releases a schedule is drawn from. */
export async function loadScenes(): Promise<readonly Scene[]> {
  const shop = await loadShop();
  const scene = (name: string, type: string, inputs: Scene['inputs'] = {}): Scene => {
    const found = resolve(shop, { type });
    assert(found.ok, `there is a release of type ${type}`);
    return { name, runbook: found.runbook, inputs };
  };
  return [scene('four', 'patch'), scene('canary', 'minor'), scene('all', 'major', { flags: ['blue', 'green'] })];
}
