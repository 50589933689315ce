import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { gradeOf } from '#src/domain/incident/grade.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { reachOf } from './reach.ts';
import { section, sinceStart } from './sections.ts';

/** What is told of an incident beside its timeline: whose phone rings, who is only written to, how updates were kept. */
export function incidentSections(run: IncidentRun, start: Instant): readonly string[] {
  const called = [...new Set(calledBy(run))].filter(role => role !== 'commander');
  const by = (reach: ReturnType<typeof reachOf>) => called.filter(role => reachOf(run, role) === reach);
  return [
    ...section(
      'Who would be paged',
      Object.values(run.pages).map(page => sayPage(page, start)),
    ),
    ...section('Called, and told by direct message only: no phone rings for', by('direct')),
    ...section('Called, and not reachable', by('nobody')),
    ...section('Updates', updatesKept(run)),
  ];
}

/** By every severity it had, and by the chain as far as it came due. */
function calledBy(run: IncidentRun): readonly string[] {
  const had = run.severities.map(one => run.runbook.grades.find(grade => grade.name === one.severity));
  const chain = run.escalated.flatMap(({ rule }) => run.runbook.escalation[rule]?.page ?? []);
  return [...had.flatMap(grade => grade?.calls ?? []), ...chain];
}

function sayPage(page: Page, start: Instant): string {
  const after = (at: Instant) => sayDuration(at - page.requestedAt);
  const became = [
    page.acceptedAt === null ? 'never accepted' : `accepted after ${after(page.acceptedAt)}`,
    ...(page.fallback === null ? [] : [`second way after ${after(page.fallback.at)}`]),
    page.acknowledgedAt === null ? 'acknowledged by nobody' : `acknowledged after ${after(page.acknowledgedAt)}`,
  ];
  return `${sinceStart(page.requestedAt, start)} ${page.roles.join(', ')} (${page.key}): ${page.why}; ${became.join(', ')}`;
}

function updatesKept(run: IncidentRun): readonly string[] {
  const { met, missed, worstMs } = run.cadence;
  const cadence = gradeOf(run)?.cadence;
  if (!cadence) return [`${run.severity} asks for none, and reminds nobody`];
  const late = worstMs === 0 ? '' : `; the latest came ${sayDuration(worstMs)} after it was due`;
  return [`every ${cadence.text}: ${met} in time, ${missed} missed${late}`];
}
