import type { PersonActor } from '#src/domain/policy/who-may.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { DrillRunbook, ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { findAction } from './action-sections.ts';

/**
 * The rule by which an incident lets this person start this release or drill: they took an action of its that says so. On call at
 * night one may start the hotfix one may press, though nobody's `start` names one. Null: no such action.
 */
export function startsByAction(
  run: IncidentRun,
  runbook: ReleaseRunbook | DrillRunbook,
  actor: PersonActor,
): string | null {
  if (run.status === 'resolved' || run.runbook.product.name !== runbook.product.name) return null;
  const names = runbook.kind === 'drill' ? [runbook.id] : [runbook.type.name, ...runbook.type.alias];
  const action = run.actions
    .filter(one => one.by === actor.user)
    .map(one => findAction(run, one.action))
    .find(one => one?.does.kind === 'start' && names.includes(one.does.start.what));
  return action ? `${run.id}: ${action.title}` : null;
}
