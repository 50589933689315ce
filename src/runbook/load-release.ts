import { sha256 } from '#src/base/id.ts';
import { suggest } from '#src/base/nearest.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { check } from './check.ts';
import { type ChoiceNames, expand } from './expand.ts';
import { lintRelease } from './lint/lint.ts';
import { isOff, type Subject, subjectOf } from './lint/site.ts';
import { mend } from './mend.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import type { ReadProduct } from './read-product.ts';
import { type Context, tell } from './resolve/context.ts';
import { releaseOf } from './resolve/release.ts';
import { Release } from './schema/release.ts';
import { type Entry, keysOf, type Mark, markAt, type Node, nodeAt } from './yaml/node.ts';

export type TypeName = {
  readonly name: string;
  readonly alias: readonly string[];
  readonly strategies: readonly string[];
  readonly at: Mark;
};
/** What one type and strategy of a file come to. */
export type Variant = { readonly type: string; readonly strategy: string; readonly runbook: ReleaseRunbook };

export type LoadedRelease = {
  readonly path: string;
  readonly title: string;
  readonly types: readonly TypeName[];
  readonly variants: readonly Variant[];
  readonly problems: readonly Problem[];
};

type Parts = {
  readonly file: ParsedFile;
  readonly product: ParsedFile;
  readonly environments: readonly string[];
  readonly readProduct: (names: ChoiceNames, choice: { type: string; strategy: string }) => ReadProduct;
};

/** Resolves and judges a release file for each of its types and strategies, so that every mistake shows before any start. */
export function loadRelease({ file, product, environments, readProduct }: Parts): LoadedRelease {
  const types = typesOf(file.tree);
  const names: ChoiceNames = {
    byType: types.map(type => type.name),
    byStrategy: [...new Set(types.flatMap(type => type.strategies))],
    byEnvironment: environments,
  };
  const choices = types.flatMap(type => type.strategies.map(strategy => ({ type: type.name, strategy })));
  const everyId = idsIn(file.tree);
  const problems: Problem[] = [];
  const variants: Variant[] = [];
  const reached: Reached = { on: new Set(), off: new Map() };
  const files = [product, file].map(one => ({ path: one.path, hash: sha256(one.text) }));
  for (const choice of choices.length > 0 ? choices : [{ type: '', strategy: '' }]) {
    const expanded = expand(file.tree, { file: file.path, choice, names });
    const release: Context = { file: file.path, tree: expanded.tree, problems: [...expanded.problems] };
    const read = readProduct(names, choice);
    const checked = check(Release, expanded.tree, file.path);
    if (!checked.ok) {
      release.problems.push(...checked.problems);
      const given = { typeName: choice.type, strategy: choice.strategy, files };
      if (read.product) release.problems.push(...elsewhere(release, { read, given, everyId }));
    } else if (choices.length === 0)
      tell(release, ['types'], { message: 'the file has no release type', hint: 'write one under types' });
    else if (read.product) {
      const runbook = releaseOf(release, checked.value, {
        product: read.product,
        typeName: choice.type,
        strategy: choice.strategy,
        files,
      });
      if (runbook) {
        const subject = subjectOf(runbook, { release, product: read.context, everyId });
        lintRelease(subject);
        note(reached, subject);
        variants.push({ ...choice, runbook });
      }
    }
    problems.push(...release.problems, ...read.context.problems);
  }
  const title = nodeAt(file.tree, ['title']);
  return {
    path: file.path,
    title: title?.kind === 'scalar' ? String(title.value) : file.path,
    types,
    variants,
    problems: [...problems, ...neverReached(reached, file.path), ...unknownTypes(file, types)],
  };
}

/** What is wrong beside the grammar, so that nobody mends a file mistake by mistake. */
function elsewhere({ file, tree, problems }: Context, { read, given, everyId }: Around): readonly Problem[] {
  const mended = mend(Release, tree, problems);
  if (mended === null || read.product === undefined) return [];
  const release: Context = { file, tree: mended.tree, problems: [] };
  const runbook = releaseOf(release, mended.value, { ...given, product: read.product });
  if (runbook) lintRelease(subjectOf(runbook, { release, product: { ...read.context, problems: [] }, everyId }));
  return mended.keep(release.problems);
}

type Around = {
  readonly read: ReadProduct;
  readonly given: Pick<Parameters<typeof releaseOf>[2], 'typeName' | 'strategy' | 'files'>;
  readonly everyId: readonly string[];
};

/** Steps seen on and off, by their place in the file. */
type Reached = { readonly on: Set<string>; readonly off: Map<string, Mark> };

function note(reached: Reached, subject: Subject): void {
  for (const site of subject.sites) {
    const mark = markAt(subject.release.tree, site.path);
    const place = `${mark.line}:${mark.column}`;
    if (isOff(site)) reached.off.set(place, mark);
    else reached.on.add(place);
  }
}

function neverReached({ on, off }: Reached, file: string): readonly Problem[] {
  return [...off]
    .filter(([place]) => !on.has(place))
    .map(([, mark]) => {
      const hint = 'look at only: of the step and of its phase';
      return { file, ...mark, level: 'error', message: 'this step runs for no type and strategy', hint };
    });
}

/** The types a file names, read before anything is checked, because what is checked depends on them. */
function typesOf(tree: Node): readonly TypeName[] {
  return keysOf(nodeAt(tree, ['types'])).map(name => ({
    name,
    alias: words(nodeAt(tree, ['types', name, 'alias'])),
    strategies: words(nodeAt(tree, ['types', name, 'strategy'])),
    at: markAt(tree, ['types', name]),
  }));
}

function words(node: Node | undefined): readonly string[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap(item => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
}

/** Every `id:` of the file, in whatever branch. */
function idsIn(node: Node): readonly string[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(idsIn);
  return node.entries.flatMap(({ key, value }) => (key === 'id' ? words(value) : idsIn(value)));
}

/** `only:` with a type nobody has would switch a step off in silence. */
function unknownTypes(file: ParsedFile, types: readonly TypeName[]): readonly Problem[] {
  const known = types.flatMap(type => [type.name, ...type.alias]);
  const named = onlyIn(file.tree).flatMap(({ at, value }) => words(value).map(name => ({ at, name })));
  return named
    .filter(({ name }) => !known.includes(name))
    .map(({ at, name }) => {
      const message = `there is no type "${name}"`;
      return { file: file.path, ...at, level: 'error' as const, message, hint: suggest(name, known) };
    });
}

function onlyIn(node: Node): readonly Entry[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(onlyIn);
  return node.entries.flatMap(entry => (entry.key === 'only' ? [entry] : onlyIn(entry.value)));
}
