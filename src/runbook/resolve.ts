import { suggest } from '#src/base/nearest.ts';
import type { IncidentRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { LoadedProduct } from './load-product.ts';

export type ResolveResult =
  | { readonly ok: true; readonly runbook: ReleaseRunbook }
  /** A sentence for whoever asked, with what there is instead. */
  | { readonly ok: false; readonly problem: string };

export type ResolveIncidentResult =
  | { readonly ok: true; readonly runbook: IncidentRunbook }
  | { readonly ok: false; readonly problem: string };

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
    if (found) return { ok: true, runbook: withIncidents(found.runbook, product) };
    return {
      ok: false,
      problem: `${type.name} has no strategy "${strategy}": ${suggest(String(strategy), type.strategies)}.`,
    };
  }
  const types = product.releases.flatMap(release => release.types.flatMap(type => [type.name, ...type.alias]));
  return { ok: false, problem: `${product.name} has no release type "${wanted.type}": ${suggest(wanted.type, types)}` };
}

/** What a release offers when it stands still depends on whether an incident could be declared. */
function withIncidents(runbook: ReleaseRunbook, { incident }: LoadedProduct): ReleaseRunbook {
  return incident === null ? runbook : { ...runbook, product: { ...runbook.product, incidents: true } };
}

function mistakes(product: LoadedProduct): string {
  return `The runbooks of ${product.name} have mistakes; the operator sees them with: npm run gonogo lint`;
}
