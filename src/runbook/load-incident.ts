import { sha256 } from '#src/base/id.ts';
import { PRODUCTION } from '#src/domain/runbook/environment.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { type Choice, type ChoiceNames, expand } from './expand.ts';
import { judgeFile } from './judge-file.ts';
import { lintIncident } from './lint/lint.ts';
import { type Siblings, subjectOf } from './lint/site.ts';
import { idsIn, unknownOnly } from './names-in.ts';
import type { ParsedFile } from './parse-file.ts';
import type { PolicyFile } from './policy/read-policy.ts';
import type { Problem } from './problem.ts';
import type { ReadProduct, SeenProduct } from './read-product.ts';
import type { Context } from './resolve/context.ts';
import { incidentOf } from './resolve/incident.ts';
import { Incident, type IncidentText } from './schema/incident.ts';
import { keysOf, nodeAt } from './yaml/node.ts';

export type LoadedIncident = { readonly runbook: IncidentRunbook | null; readonly problems: readonly Problem[] };

type Parts = {
  readonly file: ParsedFile;
  readonly product: ParsedFile;
  /** Every name a choice of the product's file may be for. */
  readonly names: ChoiceNames;
  readonly policies: readonly PolicyFile[];
  readonly siblings: Siblings;
  readonly readProduct: (names: ChoiceNames, choice: Choice) => ReadProduct;
};

/** Resolves and judges a product's incident file. `runbook` is null where its grammar, or the product's, is wrong. */
export function loadIncident({ file, product, names, policies, siblings, readProduct }: Parts): LoadedIncident {
  const choice: Choice = { type: '', strategy: '', environment: environmentOf(file) };
  const expanded = expand(file.tree, { file: file.path, choice, names: { ...names, byType: [], byStrategy: [] } });
  const incident: Context = { file: file.path, tree: expanded.tree, problems: [...expanded.problems] };
  const read = readProduct(names, choice);
  const files = [product, file, ...policies].map(one => ({ path: one.path, hash: sha256(one.text) }));
  const everyId = [...idsIn(file.tree), ...keysOf(nodeAt(file.tree, ['actions']))];
  const { seen } = read;
  const judge = (context: Context, text: IncidentText, known: SeenProduct): IncidentRunbook => {
    const runbook = incidentOf(context, text, { ...known, files });
    lintIncident(subjectOf(runbook, { file: context, product: read.context, everyId, siblings }));
    return runbook;
  };
  const runbook = judgeFile(Incident, incident, seen ? (context, text) => judge(context, text, seen) : null);
  const grades = keysOf(nodeAt(product.tree, ['severities']));
  const problems = [...incident.problems, ...read.context.problems, ...unknownOnly(file, 'grade', grades)];
  return { runbook, problems };
}

function environmentOf(file: ParsedFile): string {
  const said = nodeAt(file.tree, ['environment']);
  return said?.kind === 'scalar' && typeof said.value === 'string' ? said.value : PRODUCTION;
}
