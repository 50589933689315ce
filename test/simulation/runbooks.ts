import { assert } from '#src/base/assert.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { InputValue } from '#src/domain/runbook/model/terms.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { formatProblems, hasErrors } from '#src/runbook/problem.ts';
import { resolve } from '#src/runbook/resolve.ts';

export type Scene = {
  readonly name: string;
  readonly runbook: ReleaseRunbook;
  readonly inputs: { readonly [name: string]: InputValue };
};

/** The runbooks a schedule is drawn from, through the real loader. */
export async function loadScenes(): Promise<readonly Scene[]> {
  const folder = new URL('./runbooks', import.meta.url).pathname;
  const { products, problems } = loadProducts(await readRunbookFiles(folder));
  assert(!hasErrors(problems), formatProblems(problems));
  const scene = (name: string, type: string, inputs: Scene['inputs'] = {}): Scene => {
    const found = products[0] && resolve(products[0], { type });
    assert(found?.ok, `there is a release of type ${type}`);
    return { name, runbook: found.runbook, inputs };
  };
  return [scene('four', 'patch'), scene('canary', 'minor'), scene('all', 'major', { flags: ['blue', 'green'] })];
}
