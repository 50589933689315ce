import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Product, Service } from '#src/domain/runbook/model/product.ts';

/** What an incident concerns; also before there is one, while somebody fills in the form. */
export type Concerned = {
  readonly service: string | null;
  readonly runbook: { readonly product: Product };
};

/** The service concerned; `default` where none was named. Null: the product names neither. */
export function serviceOf({ service, runbook }: Concerned): Service | null {
  const { services } = runbook.product;
  return services[service ?? 'default'] ?? services['default'] ?? null;
}

/** The role that owns it; null: nobody is named. */
export function serviceOwner(run: Concerned): string | null {
  const own = serviceOf(run)?.owner;
  const fallback = run.runbook.product.services['default']?.owner;
  return (own === '' ? fallback : own) ?? null;
}

/** The variable with the routing key that pages for it; null: nobody can be paged. */
export function pagerOf(run: Concerned): string | null {
  return serviceOf(run)?.pager ?? run.runbook.product.services['default']?.pager ?? null;
}

/** How loud a page is: the highest grade is critical, the next an error, the rest a warning. */
export function severityOfPage(run: IncidentRun): 'critical' | 'error' | 'warning' {
  const rank = run.runbook.grades.findIndex(grade => grade.name === run.severity);
  if (rank <= 0) return 'critical';
  return rank === 1 ? 'error' : 'warning';
}
