import type { Step } from '#src/domain/runbook/model/step.ts';
import { tell } from '../resolve/context.ts';
import { knownRoles } from './known.ts';
import { lintMembers } from './people.ts';
import type { IncidentSubject } from './site.ts';
import { lintStart } from './start.ts';

/** Buttons somebody may press, and that can be taken back. */
export function lintActions(subject: IncidentSubject): void {
  for (const { id, title, roles, does } of subject.runbook.actions) {
    const path = ['actions', id];
    knownRoles(subject, [...path, 'role'], roles);
    if (does.kind !== 'steps') for (const role of roles) lintMembers(subject, role, [...path, 'role']);
    if (does.kind === 'start') lintStart(subject, [...path, 'start'], does.start);
    if (does.kind !== 'steps' || does.undo.length > 0 || !does.steps.some(changes)) continue;
    const message = `"${title}" changes something and nothing undoes it`;
    const hint = 'add undo: with its steps; without, it stays on the card until somebody accepts it as lasting';
    tell(subject.file, path, { message, hint, level: 'warning' });
  }
}

function changes(step: Step): boolean {
  return step.verb === 'run' || (step.verb === 'http' && step.act.method !== 'GET');
}
