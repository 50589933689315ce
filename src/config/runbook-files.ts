import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A runbook is at most 64 KB; twice that is read, so that the parser itself can say it is too large. */
const BYTES_MAX = 128 * 1024;

/** Every `.yml` of every product folder below `folder`, with paths as people write them. */
export async function readRunbookFiles(
  folder: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const products = entries.filter(entry => entry.isDirectory() && entry.name !== 'schema').map(entry => entry.name);
  const files = await Promise.all(products.toSorted().map(product => readProduct(join(folder, product))));
  return files.flat();
}

async function readProduct(folder: string): Promise<readonly { path: string; text: string }[]> {
  const names = (await readdir(folder)).filter(name => /\.ya?ml$/.test(name)).toSorted();
  return Promise.all(
    names.map(async name => {
      const path = join(folder, name);
      const bytes = await readFile(path);
      return { path, text: bytes.subarray(0, BYTES_MAX).toString('utf8') };
    }),
  );
}
