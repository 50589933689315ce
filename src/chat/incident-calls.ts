import { keyOf } from '#src/domain/incident/paging.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { inert } from './escape.ts';
import { roleWords } from './incident-roles.ts';

type Chosen = { readonly severity: string | null; readonly service: string | null };

/** Before it is declared: who would be paged, who would get a message, and what else the grade brings. Escaped. */
export function callsLines(runbook: IncidentRunbook, { severity, service }: Chosen): readonly string[] {
  const grade = runbook.grades.find(one => one.name === severity);
  if (grade === undefined) return ['Choose a severity to see who is called.'];
  const names = (roles: readonly string[]) => roleWords({ runbook, service }, roles);
  const paged = grade.page ? grade.calls.filter(role => keyOf({ runbook, service }, role) !== null) : [];
  const told = grade.calls.filter(role => role !== 'commander');
  return [
    paged.length > 0
      ? `Will page (PagerDuty): ${names(paged)}.`
      : grade.page
        ? '*Will page nobody*: no pager is named for these roles.'
        : `${inert(grade.name)} pages nobody.`,
    ...(told.length === 0 ? [] : [`Will get a direct message: ${names(told)}.`]),
    grade.cadence === null ? 'No fixed rhythm of updates.' : `Updates every ${inert(grade.cadence.text)}.`,
    ...(grade.holdsReleases ? [`Holds releases of ${inert(runbook.product.title)}.`] : []),
    'A drill pages nobody.',
  ];
}
