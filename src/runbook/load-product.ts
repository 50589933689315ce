import { sha256 } from '#src/base/id.ts';
import { check } from './check.ts';
import type { Choice, ChoiceNames } from './expand.ts';
import { type LoadedRelease, loadRelease } from './load-release.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import { readProduct } from './read-product.ts';
import { type Context, notYet } from './resolve/context.ts';
import { Drill, Incident } from './schema/incident.ts';
import { keysOf, nodeAt } from './yaml/node.ts';

export type LoadedProduct = {
  /** The folder's name: what people type. */
  readonly name: string;
  readonly title: string;
  /** false: something in its files is wrong, and nothing of it may be started. */
  readonly startable: boolean;
  readonly releases: readonly LoadedRelease[];
  /** Path, text and sha256 of every file, the product's first. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly hash: string }[];
  readonly problems: readonly Problem[];
};

type Parts = {
  readonly name: string;
  readonly product: ParsedFile;
  readonly files: readonly ParsedFile[];
  readonly vars: { readonly [name: string]: string };
};

export function loadProduct({ name, product, files, vars }: Parts): Omit<LoadedProduct, 'startable'> {
  const problems: Problem[] = [];
  const releases = files.filter(file => file.kind === 'release');
  const environments = keysOf(nodeAt(product.tree, ['environments']));
  const read = (names: ChoiceNames, choice: Choice) => readProduct(product, { names, choice, options: { name, vars } });
  if (releases.length === 0) {
    const alone = read({ byType: [], byStrategy: [], byEnvironment: environments }, { type: '', strategy: '' });
    problems.push(...alone.context.problems);
  }
  const loaded = releases.map(file => loadRelease({ file, product, environments, readProduct: read }));
  for (const file of files) if (file.kind === 'incident' || file.kind === 'drill') problems.push(...checkLater(file));
  problems.push(...loaded.flatMap(release => release.problems), ...sharedTypes(loaded));
  const title = nodeAt(product.tree, ['title']);
  const ordered = [product, ...files.filter(file => file !== product)];
  return {
    name,
    title: title?.kind === 'scalar' ? String(title.value) : name,
    releases: loaded,
    files: ordered.map(({ path, text }) => ({ path, text, hash: sha256(text) })),
    problems,
  };
}

/** Incidents and drills are checked for their grammar, so that they can be written now. */
function checkLater(file: ParsedFile): readonly Problem[] {
  const checked = check(file.kind === 'incident' ? Incident : Drill, file.tree, file.path);
  if (!checked.ok) return checked.problems;
  const context: Context = { file: file.path, tree: file.tree, problems: [] };
  notYet(context, ['kind'], `a runbook of kind ${file.kind}`, 'warning');
  return context.problems;
}

/** `/release start vendor` has to find one file. */
function sharedTypes(releases: readonly LoadedRelease[]): readonly Problem[] {
  const owners = new Map<string, string>();
  return releases.flatMap(release =>
    release.types.flatMap(type =>
      [type.name, ...type.alias].flatMap(name => {
        const owner = owners.get(name);
        owners.set(name, owner ?? release.path);
        if (owner === undefined) return [];
        const message = `the release type "${name}" already belongs to ${owner}`;
        return [
          {
            file: release.path,
            ...type.at,
            level: 'error' as const,
            message,
            hint: 'a type belongs to one runbook of a product; rename one',
          },
        ];
      }),
    ),
  );
}
