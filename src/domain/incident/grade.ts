import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Cadence, Grade, IncidentAction } from '#src/domain/runbook/model/incident.ts';
import { offers } from '#src/domain/runbook/offers.ts';

/** The grade of a name; null: the product has none of that name. */
export function findGrade(run: IncidentRun, name: string): Grade | null {
  return run.runbook.grades.find(one => one.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** The grade it has now. Null only for a runbook whose grades do not have it, which its declaration refuses. */
export function gradeOf(run: IncidentRun): Grade | null {
  return findGrade(run, run.severity);
}

export function cadenceOf(run: IncidentRun): Cadence | null {
  return gradeOf(run)?.cadence ?? null;
}

/** Is the first of two grades the higher one? Grades stand highest first. */
export function isHigher(run: IncidentRun, a: string, than: string): boolean {
  return rank(run, a) < rank(run, than);
}

function rank(run: IncidentRun, name: string): number {
  const index = run.runbook.grades.findIndex(one => one.name === name);
  return index < 0 ? Number.POSITIVE_INFINITY : index;
}

/** What its grade offers now, the one put forward first. */
export function offeredActions(run: IncidentRun): readonly IncidentAction[] {
  const grade = gradeOf(run);
  if (grade === null) return [];
  const offered = run.runbook.actions.filter(action => offers(grade, action));
  const order = (id: string) => (id === grade.first ? -1 : placeIn(grade.actions, id));
  return offered.toSorted((a, b) => order(a.id) - order(b.id));
}

/** Those the grade does not list come last. */
function placeIn(listed: readonly string[], id: string): number {
  const index = listed.indexOf(id);
  return index < 0 ? listed.length : index;
}

/** Releases of its product stand still while it is open. */
export function holdsReleases(run: IncidentRun): boolean {
  return !run.drill && run.status !== 'resolved' && gradeOf(run)?.holdsReleases === true;
}
