import { suggest } from '#src/base/nearest.ts';
import type { DrillInfo } from '#src/domain/runbook/model/drill.ts';
import type { DrillRunbook, IncidentRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { LoadedProduct } from './load-product.ts';

export type ResolveResult =
  | { readonly ok: true; readonly runbook: ReleaseRunbook }
  /** A sentence for whoever asked, with what there is instead. */
  | { readonly ok: false; readonly problem: string };

export type ResolveIncidentResult =
  | { readonly ok: true; readonly runbook: IncidentRunbook }
  | { readonly ok: false; readonly problem: string };

export type ResolveDrillResult =
  | { readonly ok: true; readonly runbook: DrillRunbook }
  | { readonly ok: false; readonly problem: string };

/** The runbook of a drill by its id. */
export function resolveDrill(product: LoadedProduct, id: string): ResolveDrillResult {
  if (!product.startable) return { ok: false, problem: mistakes(product) };
  const runbooks = product.drills.flatMap(drill => drill.runbook ?? []);
  const found = runbooks.find(one => one.id === id);
  if (found) return { ok: true, runbook: found };
  const ids = runbooks.map(one => one.id);
  return { ok: false, problem: `${product.name} has no drill "${id}": ${suggest(id, ids)}` };
}

/** The runbook an incident of the product runs by. */
export function resolveIncident(product: LoadedProduct): ResolveIncidentResult {
  if (!product.startable) return { ok: false, problem: mistakes(product) };
  if (product.incident) return { ok: true, runbook: product.incident };
  return { ok: false, problem: `${product.name} has no incident runbook; add an incident.yml beside its product.yml` };
}

/** The runbook of a release type (or its alias) and a strategy; the type's first strategy where none is named. */
export function resolve(
  product: LoadedProduct,
  wanted: { readonly type: string; readonly strategy?: string | undefined },
): ResolveResult {
  if (!product.startable) return { ok: false, problem: mistakes(product) };
  for (const release of product.releases) {
    const type = release.types.find(one => one.name === wanted.type || one.alias.includes(wanted.type));
    if (!type) continue;
    const strategy = wanted.strategy ?? type.strategies[0];
    const found = release.variants.find(one => one.type === type.name && one.strategy === strategy);
    if (found) return { ok: true, runbook: withOthers(found.runbook, product) };
    return {
      ok: false,
      problem: `${type.name} has no strategy "${strategy}": ${suggest(String(strategy), type.strategies)}.`,
    };
  }
  const types = product.releases.flatMap(release => release.types.flatMap(type => [type.name, ...type.alias]));
  return { ok: false, problem: `${product.name} has no release type "${wanted.type}": ${suggest(wanted.type, types)}` };
}

/** A release offers to declare an incident where one could be declared, and says which drills are overdue. */
function withOthers(runbook: ReleaseRunbook, { incident, drills }: LoadedProduct): ReleaseRunbook {
  const product = {
    ...runbook.product,
    ...(incident === null ? {} : { incidents: true as const }),
    ...(drills.length === 0 ? {} : { drills: drillsOf(drills) }),
  };
  return { ...runbook, product };
}

/** What others have to know of a product's drills. */
export function drillsOf(drills: LoadedProduct['drills']): readonly DrillInfo[] {
  return drills.flatMap(({ runbook }) => {
    if (runbook === null) return [];
    const { id, title, every, roles } = runbook;
    return [{ id, title, every, roles }];
  });
}

function mistakes(product: LoadedProduct): string {
  return `The runbooks of ${product.name} have mistakes; the operator sees them with: npm run gonogo lint`;
}
