import { sha256 } from '#src/base/id.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { check } from './check.ts';
import { readForRelease } from './environments.ts';
import { type Choice, type ChoiceNames, expand } from './expand.ts';
import { lintRelease } from './lint/lint.ts';
import { isOff, type ReleaseSubject, type Siblings, subjectOf } from './lint/site.ts';
import { mend } from './mend.ts';
import { idsIn, type TypeName, typesOf, unknownOnly } from './names-in.ts';
import type { ParsedFile } from './parse-file.ts';
import type { PolicyFile } from './policy/read-policy.ts';
import type { Problem } from './problem.ts';
import type { ReadProduct } from './read-product.ts';
import { withRepeats } from './resolve/again.ts';
import { type Context, tell } from './resolve/context.ts';
import { releaseOf } from './resolve/release.ts';
import { Release } from './schema/release.ts';
import { type Mark, markAt, nodeAt } from './yaml/node.ts';

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
  /** Limits files the product's budgets were read from. */
  readonly policies: readonly PolicyFile[];
  readonly siblings: Siblings;
  readonly readProduct: (names: ChoiceNames, choice: Choice) => ReadProduct;
};

/** Resolves and judges a release file for each of its types and strategies, so that every mistake shows before any start. */
export function loadRelease({ file, product, environments, policies, siblings, readProduct }: Parts): LoadedRelease {
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
  const files = [product, file, ...policies].map(one => ({ path: one.path, hash: sha256(one.text) }));
  for (const choice of choices.length > 0 ? choices : [{ type: '', strategy: '' }]) {
    const expanded = expand(file.tree, { file: file.path, choice, names });
    const release: Context = { file: file.path, tree: expanded.tree, problems: [...expanded.problems] };
    const read = readForRelease({ release: expanded.tree, product, names, choice, readProduct });
    const checked = check(Release, expanded.tree, file.path);
    if (!checked.ok) {
      release.problems.push(...checked.problems);
      const given = { typeName: choice.type, strategy: choice.strategy, files };
      if (read.seen) release.problems.push(...elsewhere(release, { read, given, everyId, siblings }));
    } else if (choices.length === 0)
      tell(release, ['types'], { message: 'the file has no release type', hint: 'write one under types' });
    else if (read.seen) {
      const runbook = releaseOf(release, checked.value, {
        ...read.seen,
        typeName: choice.type,
        strategy: choice.strategy,
        files,
      });
      if (runbook) {
        const subject = subjectOf(runbook, { file: release, product: read.context, everyId, siblings });
        lintRelease(subject);
        note(reached, subject);
        variants.push({ ...choice, runbook: withRepeats(runbook) });
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
    problems: [
      ...problems,
      ...neverReached(reached, file.path),
      ...unknownOnly(
        file,
        'type',
        types.flatMap(type => [type.name, ...type.alias]),
      ),
    ],
  };
}

/** What is wrong beside the grammar, so that nobody mends a file mistake by mistake. */
function elsewhere({ file, tree, problems }: Context, { read, given, everyId, siblings }: Around): readonly Problem[] {
  const mended = mend(Release, tree, problems);
  if (mended === null || read.seen === undefined) return [];
  const release: Context = { file, tree: mended.tree, problems: [] };
  const runbook = releaseOf(release, mended.value, { ...given, ...read.seen });
  const product: Context = { ...read.context, problems: [] };
  if (runbook) lintRelease(subjectOf(runbook, { file: release, product, everyId, siblings }));
  return mended.keep(release.problems);
}

type Around = {
  readonly read: ReadProduct;
  readonly given: Pick<Parameters<typeof releaseOf>[2], 'typeName' | 'strategy' | 'files'>;
  readonly everyId: readonly string[];
  readonly siblings: Siblings;
};

/** Steps seen on and off, by their place in the file. */
type Reached = { readonly on: Set<string>; readonly off: Map<string, Mark> };

function note(reached: Reached, subject: ReleaseSubject): void {
  for (const site of subject.sites) {
    const mark = markAt(subject.file.tree, site.path);
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
