import type { Grade, IncidentAction } from './model/incident.ts';

/** Whether a grade shows the button of an action: one that names grades says so itself, any other is listed by the grade. */
export function offers(grade: Grade, action: IncidentAction): boolean {
  return action.grades.length > 0 ? action.grades.includes(grade.name) : grade.actions.includes(action.id);
}
