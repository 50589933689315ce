import type { ProductInfo, Runbooks, StartRequest, TypeInfo } from '#src/chat/desk.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Loaded } from '#src/runbook/load.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { drillPlanText } from '#src/runbook/plan/drill.ts';
import { planIncident } from '#src/runbook/plan/incident.ts';
import { incidentPlanText } from '#src/runbook/plan/incident-text.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { formatProblems } from '#src/runbook/problem.ts';
import { productOf } from '#src/runbook/product-of.ts';
import { drillsOf, resolve, resolveDrill } from '#src/runbook/resolve.ts';

/** The runbooks loaded at start. A run pins its own copy, so a newer file never changes a run in progress. */
export function createRunbooks(loaded: Loaded, defaultProduct: string | null): Runbooks {
  const product = (name: string) => loaded.products.find(one => one.name === name);
  const resolved = (name: string, type: string, strategy: string | null): ReleaseRunbook | null => {
    const found = product(name);
    const result = found && resolve(found, strategy === null ? { type } : { type, strategy });
    return result?.ok ? result.runbook : null;
  };
  return {
    products: () =>
      loaded.products
        .filter(one => one.startable && (one.releases.length > 0 || one.incident !== null || one.drills.length > 0))
        .map(one => infoOf(one, loaded, defaultProduct)),
    resolve: resolved,
    incident: name => {
      const found = product(name);
      return found?.startable ? found.incident : null;
    },
    drill: (name, id) => {
      const found = product(name);
      const result = found && resolveDrill(found, id);
      return result?.ok ? result.runbook : null;
    },
    lint: () => {
      const errors = loaded.problems.filter(problem => problem.level === 'error');
      return errors.length === 0 ? [] : formatProblems(errors).split('\n');
    },
    plan(request: StartRequest, now, calendar) {
      const runbook = resolved(request.product, request.type, request.strategy);
      if (!runbook) return `There is no ${request.type} release of ${request.product}.`;
      return planText(
        plan(runbook, { inputs: request.inputs, T: request.T, now, zone: runbook.product.timezone, calendar }),
      );
    },
    planIncident(name) {
      const found = product(name)?.incident;
      return found ? incidentPlanText(planIncident(found)) : `${name} has no incident runbook.`;
    },
    planDrill(name, id) {
      const found = product(name);
      const result = found && resolveDrill(found, id);
      if (!result) return `There is no product ${name}.`;
      return result.ok ? drillPlanText(result.runbook) : result.problem;
    },
    files: name => product(name)?.files ?? [],
  };
}

function infoOf(product: LoadedProduct, loaded: Loaded, defaultProduct: string | null): ProductInfo {
  const first = productOf(product);
  const releasing = loaded.products.filter(one => one.startable && one.releases.length > 0);
  const only = releasing.length === 1 && releasing[0] === product;
  return {
    name: product.name,
    title: product.title,
    timezone: first?.timezone ?? 'UTC',
    channels: Object.values(first?.channels ?? {}),
    isDefault: defaultProduct === null ? only : product.name === defaultProduct,
    incidents: product.incident !== null,
    drills: drillsOf(product.drills),
    types: product.releases.flatMap(release =>
      release.types.map(type => typeInfo(release.variants.find(one => one.type === type.name)?.runbook, type)),
    ),
  };
}

function typeInfo(
  runbook: ReleaseRunbook | undefined,
  type: { readonly name: string; readonly alias: readonly string[]; readonly strategies: readonly string[] },
): TypeInfo {
  return {
    name: type.name,
    title: runbook?.type.title ?? type.name,
    alias: type.alias,
    strategies: type.strategies,
    inputs: runbook?.inputs ?? [],
  };
}
