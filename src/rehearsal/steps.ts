import type { IncidentAction } from '#src/domain/runbook/model/incident.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';

/** What an action does, and what takes it back. */
export function stepsOf({ does }: IncidentAction): readonly Step[] {
  return does.kind === 'steps' ? [...does.steps, ...does.undo] : [];
}
