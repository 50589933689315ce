import type { AlertBook, SuggestedGrades } from '#src/domain/runbook/model/alert.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Choice, ChoiceNames } from './expand.ts';
import type { Problem } from './problem.ts';
import type { ReadProduct } from './read-product.ts';
import { keysOf, type Node, nodeAt } from './yaml/node.ts';

export type LoadedAlerts = { readonly book: AlertBook | null; readonly problems: readonly Problem[] };

type Parts = {
  /** Of product.yml, with its choices. */
  readonly tree: Node;
  readonly incident: IncidentRunbook | null;
  readonly names: ChoiceNames;
  readonly readProduct: (names: ChoiceNames, choice: Choice) => ReadProduct;
};

/**
 * What is measured of a product all the time. Its file is read once for each environment that routes alerts, so every
 * metric, limit and priority is the one of that environment.
 */
export function loadAlerts({ tree, incident, names, readProduct }: Parts): LoadedAlerts {
  const environments = keysOf(nodeAt(tree, ['routing'])).filter(name => names.byEnvironment.includes(name));
  const read = environments.map(environment => readProduct(names, { type: '', strategy: '', environment }));
  const suggested = suggestedOf(incident);
  const [product] = [...read.map(one => one.seen?.product), incident?.product].filter(one => one !== undefined);
  const alerted = read.flatMap(one => one.seen?.alerted ?? []);
  const book = product && (alerted.length > 0 || suggested) ? { product, environments: alerted, suggested } : null;
  return { book, problems: read.flatMap(one => one.context.problems) };
}

function suggestedOf(incident: IncidentRunbook | null): SuggestedGrades | null {
  if (incident === null) return null;
  const grades = incident.grades.map(({ name, suggest }) => ({ name, suggest }));
  const wanted = new Set(grades.flatMap(grade => grade.suggest.map(one => one.metric)));
  if (wanted.size === 0) return null;
  const metrics = [...wanted].flatMap(name => incident.product.metrics[name] ?? []);
  return { environment: incident.environment, vars: incident.product.vars, metrics, grades };
}
