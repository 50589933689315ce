import type { Section } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { IncidentAction } from '#src/domain/runbook/model/incident.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import type { ActionTaken } from './state.ts';

/** Each press of an action walks its own steps, and its undoing those: the same action may be taken twice. */
export function actionSections(run: IncidentRun): readonly Section[] {
  return run.actions.flatMap(taken => {
    const action = findAction(run, taken.action);
    if (action?.does.kind !== 'steps') return [];
    const does = sectionOf(taken.id, action, taken, action.does.steps);
    if (taken.state !== 'undoing' && taken.state !== 'undone') return [does];
    return [does, sectionOf(undoOf(taken.id), action, taken, action.does.undo)];
  });
}

export function findAction(run: IncidentRun, id: string): IncidentAction | null {
  return run.runbook.actions.find(one => one.id === id) ?? null;
}

/** The section that takes a press of an action back. */
export function undoOf(taken: string): string {
  return `${taken}.undo`;
}

function sectionOf(id: string, action: IncidentAction, taken: ActionTaken, steps: readonly Step[]): Section {
  const undoes = id !== taken.id;
  const title = undoes ? `Undo: ${action.title}` : action.title;
  return {
    id,
    title,
    roles: action.roles,
    phase: null,
    steps: steps.map(step => ({ ...step, id: `${id}.${step.id}` })),
  };
}
