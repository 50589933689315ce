import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { GonogoError } from '#src/errors.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { drillPlanText } from '#src/runbook/plan/drill.ts';
import { planIncident } from '#src/runbook/plan/incident.ts';
import { incidentPlanText } from '#src/runbook/plan/incident-text.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve, resolveDrill, resolveIncident } from '#src/runbook/resolve.ts';
import { chosen } from './chosen.ts';

type PlanRequest = {
  /** A release type, `incident`, or a drill's id. */
  readonly what: string;
  readonly product: string | undefined;
  readonly folder: string;
  /** `GONOGO_VAR_<NAME>`: what is planned is what would be started. */
  readonly vars: { readonly [name: string]: string };
  readonly strategy?: string;
  readonly at?: string;
};

/** The plan as text. Throws `runbook.invalid` with a sentence when there is no such runbook, or `--at` is no instant. */
export async function planFor({ what: word, product: name, folder, vars, strategy, at }: PlanRequest): Promise<string> {
  const { products } = loadProducts(await readRunbookFiles(folder, vars), { vars });
  const { product, what: type } = chosen(products, folder, { what: word, product: name });
  if (type === 'incident') {
    const incident = resolveIncident(product);
    if (!incident.ok) throw new GonogoError('runbook.invalid', incident.problem);
    return incidentPlanText(planIncident(incident.runbook));
  }
  const drill = resolveDrill(product, type);
  if (drill.ok) return drillPlanText(drill.runbook);
  const found = resolve(product, strategy === undefined ? { type } : { type, strategy });
  if (!found.ok) throw new GonogoError('runbook.invalid', found.problem);
  const T = at === undefined ? null : Date.parse(at);
  if (Number.isNaN(T))
    throw new GonogoError('runbook.invalid', `"${at}" is no instant; write it like 2026-11-24T20:00:00+01:00`);
  const { runbook } = found;
  return planText(plan(runbook, { inputs: {}, T, now: Date.now(), zone: runbook.product.timezone }));
}
