import { iso } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { serviceOf } from './service.ts';

/** `${{ incident.severity }}` and its kin. */
export function incidentValue(run: IncidentRun, name: string): string | undefined {
  const values: { readonly [name: string]: string | null } = {
    id: run.id,
    title: run.title,
    severity: run.severity,
    status: run.status,
    service: run.service ?? 'default',
    commander: run.commander === null ? null : `<@${run.commander}>`,
    impact: run.impact,
    startedAt: iso(run.occurredAt),
    declaredAt: iso(run.startedAt),
    suspect: run.suspects[0]?.run ?? null,
  };
  return values[name] ?? undefined;
}

/** `${{ service.url }}`: of the service concerned, else of `default`. */
export function serviceValue(run: IncidentRun, name: string): string | undefined {
  const service = serviceOf(run);
  if (name === 'name') return run.service ?? 'default';
  if (name === 'owner') return service?.owner;
  if (name === 'container') return service?.container ?? undefined;
  return name === 'url' ? (service?.url ?? undefined) : undefined;
}
