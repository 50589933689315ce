import { type LoadedProduct, loadProduct } from './load-product.ts';
import { type ParsedFile, parseFile, type SourceFile } from './parse-file.ts';
import { hasErrors, type Problem, sortProblems } from './problem.ts';
import type { Policies } from './resolve/budget.ts';

export type LoadOptions = {
  /** Values of the environment (`GONOGO_VAR_<NAME>`, without the prefix) for vars of that name. */
  readonly vars?: { readonly [name: string]: string };
  /** Published names go to NATS, too: this installation has a server. Default false. */
  readonly nats?: boolean;
  /** The pager hears of changes of production. Default false. */
  readonly changeEvents?: boolean;
};

export type Loaded = { readonly products: readonly LoadedProduct[]; readonly problems: readonly Problem[] };

/**
 * Reads all files of all products. A product is a folder with one product.yml; limits files come along (`policy`). Never throws: whatever is wrong is a
 * problem, and a product with errors is loaded as far as it can be shown, with `startable: false`.
 */
export function loadProducts(files: readonly SourceFile[], options: LoadOptions = {}): Loaded {
  const problems: Problem[] = [];
  const policies = policiesOf(files);
  const folders = new Map<string, { parsed: ParsedFile[]; paths: string[]; broken: boolean }>();
  for (const file of files.filter(one => one.policy === undefined)) {
    const folder = file.path.split('/').at(-2) ?? '';
    const entry = folders.get(folder) ?? { parsed: [], paths: [], broken: false };
    folders.set(folder, entry);
    entry.paths.push(file.path);
    const parsed = parseFile(file);
    if ('tree' in parsed) entry.parsed.push(parsed);
    else {
      entry.broken = true;
      problems.push(...parsed.problems);
    }
  }
  const products = [...folders].flatMap(([name, { parsed, paths, broken }]) => {
    const products = parsed.filter(file => file.kind === 'product');
    const [product, second] = products;
    if (second) problems.push(inFile(second.path, `"${name}" has a second product file`, 'keep one'));
    if (!product) {
      if (!broken)
        problems.push(
          inFile(paths[0] ?? name, `the folder "${name}" has no product.yml`, 'add one beside the runbooks'),
        );
      return [];
    }
    const loaded = loadProduct({
      name,
      product,
      files: parsed,
      vars: options.vars ?? {},
      nats: options.nats ?? false,
      changeEvents: options.changeEvents ?? false,
      policies: policies.get(name) ?? {},
    });
    problems.push(...loaded.problems);
    return [{ ...loaded, startable: !broken && !hasErrors(loaded.problems) && !second }];
  });
  return { products, problems: sortProblems(problems) };
}

/** The limits files of each product. */
function policiesOf(files: readonly SourceFile[]): ReadonlyMap<string, Policies> {
  const found = new Map<string, Policies>();
  for (const { path, text, policy } of files)
    if (policy) found.set(policy.product, { ...found.get(policy.product), [policy.file]: { path, text } });
  return found;
}

function inFile(file: string, message: string, hint: string): Problem {
  return { file, line: 1, column: 1, level: 'error', message, hint };
}
