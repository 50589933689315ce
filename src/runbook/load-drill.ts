import { sha256 } from '#src/base/id.ts';
import { PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { DrillRunbook } from '#src/domain/runbook/model/runbook.ts';
import { type Choice, type ChoiceNames, expand } from './expand.ts';
import { judgeFile } from './judge-file.ts';
import { lintDrill } from './lint/lint.ts';
import { type Siblings, subjectOf } from './lint/site.ts';
import { idsIn } from './names-in.ts';
import type { ParsedFile } from './parse-file.ts';
import type { PolicyFile } from './policy/read-policy.ts';
import type { Problem } from './problem.ts';
import type { ReadProduct, SeenProduct } from './read-product.ts';
import type { Context } from './resolve/context.ts';
import { drillOf } from './resolve/drill.ts';
import { Drill, type DrillText } from './schema/drill.ts';

export type LoadedDrill = {
  readonly path: string;
  /** null where its grammar, or the product's, is wrong. */
  readonly runbook: DrillRunbook | null;
  readonly problems: readonly Problem[];
};

type Parts = {
  readonly file: ParsedFile;
  readonly product: ParsedFile;
  /** Every name a choice of the product's file may be for. */
  readonly names: ChoiceNames;
  readonly policies: readonly PolicyFile[];
  readonly siblings: Siblings;
  readonly readProduct: (names: ChoiceNames, choice: Choice) => ReadProduct;
};

/** Resolves and judges a drill's file. */
export function loadDrill({ file, product, names, policies, siblings, readProduct }: Parts): LoadedDrill {
  const choice: Choice = { type: '', strategy: '', environment: PRODUCTION };
  const expanded = expand(file.tree, { file: file.path, choice, names: { ...names, byType: [], byStrategy: [] } });
  const drill: Context = { file: file.path, tree: expanded.tree, problems: [...expanded.problems] };
  const read = readProduct(names, choice);
  const files = [product, file, ...policies].map(one => ({ path: one.path, hash: sha256(one.text) }));
  const { seen } = read;
  const judge = (context: Context, text: DrillText, { product: known }: SeenProduct): DrillRunbook => {
    const runbook = drillOf(context, text, { product: known, files });
    lintDrill(subjectOf(runbook, { file: context, product: read.context, everyId: idsIn(file.tree), siblings }));
    return runbook;
  };
  const runbook = judgeFile(Drill, drill, seen ? (context, text) => judge(context, text, seen) : null);
  return { path: file.path, runbook, problems: [...drill.problems, ...read.context.problems] };
}
