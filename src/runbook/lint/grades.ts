import { suggest } from '#src/base/nearest.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { When } from '#src/domain/runbook/model/terms.ts';
import { offers } from '#src/domain/runbook/offers.ts';
import { tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import type { IncidentSubject } from './site.ts';

/** What the product's grades offer is there, and the file's `only` leaves each step and action a grade to be for. */
export function lintGrades(subject: IncidentSubject): void {
  const { runbook, file } = subject;
  if (runbook.grades.length === 0) {
    const hint = 'add severities: to product.yml, the highest first';
    tell(file, ['kind'], { message: 'the product names no severities, so no incident can be declared', hint });
    return;
  }
  for (const grade of runbook.grades) lintOffered(subject, grade);
  for (const action of runbook.actions) {
    if (runbook.grades.some(grade => offers(grade, action))) continue;
    const hint = 'list it under actions of a grade in product.yml, or name grades with only';
    const message = `no grade offers "${action.id}"`;
    tell(file, ['actions', action.id], { message, hint, level: 'warning' });
  }
  lintNever(subject);
  for (const { step, path } of subject.sites) if (step.when) lintCompared(subject, [...path, 'when'], step.when);
  for (const [index, { when }] of runbook.phases.entries())
    if (when) lintCompared(subject, ['phases', index, 'when'], when);
}

/** A grade nobody knows is never the one of an incident: the comparison would always come out the same. */
function lintCompared({ runbook, file }: IncidentSubject, path: Path, { name, op, value }: When): void {
  const grades = runbook.grades.map(grade => grade.name);
  if (name !== 'incident.severity' || (grades.includes(value) && (op === '==' || op === '!='))) return;
  const known = grades.includes(value);
  const message = known ? `severities have no "${op}"` : `there is no grade "${value}"`;
  const hint = known ? `write == or !=, or name the grades with only: [${grades.join(', ')}]` : suggest(value, grades);
  tell(file, path, { message, hint });
}

function lintOffered({ runbook, product, everyId }: IncidentSubject, grade: Grade): void {
  const path = ['severities', grade.name];
  const ids = runbook.actions.map(action => action.id);
  for (const [index, id] of grade.actions.entries()) {
    const action = runbook.actions.find(one => one.id === id);
    // One that is there and cannot be read is told where it stands.
    if (!action && everyId.includes(id)) continue;
    if (!action) {
      const message = `there is no action "${id}" in the incident's file`;
      tell(product, [...path, 'actions', index], { message, hint: suggest(id, ids) });
    } else if (!offers(grade, action)) {
      const message = `${grade.name} lists "${id}", which is only for ${action.grades.join(', ')}`;
      tell(product, [...path, 'actions', index], { message, hint: 'take it out here, or name the grade there' });
    }
  }
  if (grade.first === null) return;
  const offered = runbook.actions.filter(action => offers(grade, action)).map(action => action.id);
  const unread = !runbook.actions.some(action => action.id === grade.first) && everyId.includes(grade.first);
  if (offered.includes(grade.first) || unread) return;
  const message = `"${grade.first}" is put forward and is not among the actions of ${grade.name}`;
  tell(product, [...path, 'first'], { message, hint: suggest(grade.first, offered) });
}

/** A step for other grades than its phase runs for none. */
function lintNever({ sites, file }: IncidentSubject): void {
  for (const { step, phase, path } of sites) {
    if (!phase || phase.grades.length === 0 || step.grades.length === 0) continue;
    if (step.grades.some(name => phase.grades.includes(name))) continue;
    tell(file, [...path, 'only'], { message: 'this step runs for no grade', hint: 'look at only: of its phase' });
  }
}
