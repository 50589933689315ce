import { nearest } from '#src/base/nearest.ts';
import { type LoadedProduct, loadProduct } from './load-product.ts';
import { hasErrors, type Problem, sortProblems } from './problem.ts';
import { type Node, nodeAt, toPlain } from './yaml/node.ts';
import { readYaml } from './yaml/read.ts';

/** A file's path (`valero/release.yml`; what stands before the folder does not matter) and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

export const KINDS = ['product', 'release', 'incident', 'drill'] as const;
export type Kind = (typeof KINDS)[number];
export type ParsedFile = SourceFile & { readonly kind: Kind; readonly tree: Node };

export type LoadOptions = {
  /** Values of the environment (`GONOGO_VAR_<NAME>`, without the prefix) for vars of that name. */
  readonly vars?: { readonly [name: string]: string };
};

export type Loaded = { readonly products: readonly LoadedProduct[]; readonly problems: readonly Problem[] };

/**
 * Reads all files of all products. A product is a folder with one product.yml. Never throws: whatever is wrong is a
 * problem, and a product with errors is loaded as far as it can be shown, with `startable: false`.
 */
export function loadProducts(files: readonly SourceFile[], options: LoadOptions = {}): Loaded {
  const problems: Problem[] = [];
  const folders = new Map<string, { parsed: ParsedFile[]; paths: string[]; broken: boolean }>();
  for (const file of files) {
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
    const loaded = loadProduct({ name, product, files: parsed, vars: options.vars ?? {} });
    problems.push(...loaded.problems);
    return [{ ...loaded, startable: !broken && !hasErrors(loaded.problems) && !second }];
  });
  return { products, problems: sortProblems(problems) };
}

/** Reads one file as far as its kind. */
function parseFile(file: SourceFile): ParsedFile | { readonly problems: readonly Problem[] } {
  const read = readYaml(file);
  if (!read.ok) return read;
  const found = nodeAt(read.tree, ['kind']);
  const kind = found && toPlain(found);
  if (isKind(kind)) return { ...file, kind, tree: read.tree };
  const meant = typeof kind === 'string' ? nearest(kind, KINDS) : undefined;
  const message = found ? `kind is none of ${KINDS.join(', ')}` : 'the file does not say what it is';
  const hint = meant ? `did you mean "${meant}"?` : `begin it with kind: ${KINDS.join(' or kind: ')}`;
  return { problems: [{ file: file.path, ...(found?.at ?? { line: 1, column: 1 }), level: 'error', message, hint }] };
}

function isKind(kind: unknown): kind is Kind {
  return (KINDS as readonly unknown[]).includes(kind);
}

function inFile(file: string, message: string, hint: string): Problem {
  return { file, line: 1, column: 1, level: 'error', message, hint };
}
