import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceFile } from '#src/runbook/parse-file.ts';
import { wantedPolicies } from '#src/runbook/policy/wanted.ts';

/** A runbook is at most 64 KB; twice that is read, so that the parser itself can say it is too large. */
const BYTES_MAX = 128 * 1024;

type Vars = { readonly [name: string]: string };

/**
 * Every `.yml` of every product folder below `folder`, with paths as people write them, and the limits files their
 * metrics take budgets from: from the product's repository, else from beside its runbooks. `vars` are those of the
 * environment (`GONOGO_VAR_<NAME>`), which may say where the repository is.
 */
export async function readRunbookFiles(folder: string, vars: Vars = {}): Promise<readonly SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const products = entries.filter(entry => entry.isDirectory() && entry.name !== 'schema').map(entry => entry.name);
  const files = await Promise.all(products.toSorted().map(product => readProduct(folder, product, vars)));
  return files.flat();
}

async function readProduct(parent: string, product: string, vars: Vars): Promise<readonly SourceFile[]> {
  const folder = join(parent, product);
  const names = (await readdir(folder)).filter(name => /\.ya?ml$/.test(name)).toSorted();
  const runbooks = await Promise.all(names.map(name => readText(join(folder, name))));
  const policies = runbooks.flatMap(({ path, text }) => {
    const { repository, files } = wantedPolicies({ path, text }, vars);
    const places = repository === null ? [folder] : [repository, folder];
    return files.map(file => readPolicyFile(product, file, places));
  });
  return [...runbooks, ...(await Promise.all(policies)).flat()];
}

/** From the first place that has it; none, or one that cannot be read: the loader says so where the budget stands. */
async function readPolicyFile(
  product: string,
  file: string,
  places: readonly string[],
): Promise<readonly SourceFile[]> {
  for (const place of places) {
    try {
      return [{ ...(await readText(join(place, file))), policy: { product, file } }];
    } catch (error) {
      // A stand-in would judge by other limits than those the team keeps.
      if (!isMissing(error)) return [];
    }
  }
  return [];
}

async function readText(path: string): Promise<SourceFile> {
  const bytes = await readFile(path);
  return { path, text: bytes.subarray(0, BYTES_MAX).toString('utf8') };
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
