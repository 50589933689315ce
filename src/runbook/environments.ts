import { PRODUCTION, VARYING, type Values } from '#src/domain/runbook/environment.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Choice, ChoiceNames } from './expand.ts';
import { words } from './names-in.ts';
import type { ParsedFile } from './parse-file.ts';
import type { Problem } from './problem.ts';
import type { ReadProduct } from './read-product.ts';
import { type Node, nodeAt } from './yaml/node.ts';

type Parts = {
  readonly release: Node;
  readonly product: ParsedFile;
  readonly names: ChoiceNames;
  readonly choice: Pick<Choice, 'type' | 'strategy'>;
  readonly readProduct: (names: ChoiceNames, choice: Choice) => ReadProduct;
};

/**
 * The product as a release sees it. Its values are those of production; where a phase is in another environment the file
 * is read once more for that one, and what differs is kept beside them.
 */
export function readForRelease({ release, product, names, choice, readProduct }: Parts): ReadProduct {
  const { context, seen } = readProduct(names, { ...choice, environment: PRODUCTION });
  const problems = [...context.problems, ...undecided(product)];
  if (!seen) return { context: { ...context, problems }, seen };
  const elsewhere: { [environment: string]: Partial<Values> } = {};
  for (const environment of environmentsOf(release).filter(name => names.byEnvironment.includes(name))) {
    const other = readProduct(names, { ...choice, environment });
    problems.push(...other.context.problems);
    if (!other.seen) continue;
    const differing = differingFrom(seen.product, other.seen.product);
    problems.push(...missing(product, { here: seen.product, there: differing, environment }));
    if (Object.keys(differing).length > 0) elsewhere[environment] = differing;
  }
  const whole = Object.keys(elsewhere).length === 0 ? seen.product : { ...seen.product, elsewhere };
  return { context: { ...context, problems }, seen: { ...seen, product: whole } };
}

/** Environments phases are in, production apart. */
function environmentsOf(release: Node): readonly string[] {
  const phases = nodeAt(release, ['phases']);
  const items = phases?.kind === 'list' ? phases.items : [];
  const named = items.flatMap(phase => ['touches', 'environment'].flatMap(key => words(nodeAt(phase, [key]))));
  return [...new Set(named)].filter(name => name !== PRODUCTION);
}

function differingFrom(here: Product, there: Product): Partial<Values> {
  const keys = VARYING.filter(key => JSON.stringify(here[key]) !== JSON.stringify(there[key]));
  return Object.fromEntries(keys.map(key => [key, there[key]]));
}

type Missing = { readonly here: Product; readonly there: Partial<Values>; readonly environment: string };

/** A name that exists in one environment only would be missing at night. */
function missing({ path, tree }: ParsedFile, { here, there, environment }: Missing): readonly Problem[] {
  return VARYING.flatMap(key => {
    const others = there[key];
    if (others === undefined) return [];
    const names = Object.keys(here[key]);
    const lacking = [
      ...names.filter(name => !Object.hasOwn(others, name)).map(name => ({ name, lacks: environment })),
      ...Object.keys(others)
        .filter(name => !names.includes(name))
        .map(name => ({ name, lacks: PRODUCTION })),
    ];
    return lacking.map(({ name, lacks }): Problem => {
      const message = `${key} has no "${name}" in ${lacks}`;
      const hint = 'give both environments the same names; let only their values differ';
      return { file: path, ...(nodeAt(tree, [key]) ?? tree).at, level: 'error', message, hint };
    });
  });
}

/** What only incidents and alerts read, each of which is in one environment. */
const DECIDED_BY_OTHERS = ['severities', 'escalation', 'alerts', 'routing'];

/** A run has one set of people, channels and hours, whichever environments it comes through. */
function undecided({ path, tree }: ParsedFile): readonly Problem[] {
  const entries = tree.kind === 'map' ? tree.entries : [];
  const fixed = entries.filter(({ key }) => ![...VARYING, ...DECIDED_BY_OTHERS].includes(key));
  return fixed.flatMap(entry =>
    choicesIn({ kind: 'map', at: entry.at, entries: [entry] }).map((at): Problem => {
      const message = `${entry.key} cannot differ by environment: a run has the same in all of them`;
      const hint = `use byEnvironment in ${VARYING.join(', ')}, or in a phase with environment: or touches:`;
      return { file: path, ...at, level: 'error', message, hint };
    }),
  );
}

function choicesIn(node: Node): readonly Node['at'][] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'list') return node.items.flatMap(choicesIn);
  return node.entries.flatMap(entry => (entry.key === 'byEnvironment' ? [node.at] : choicesIn(entry.value)));
}
