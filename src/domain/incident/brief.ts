import type { IncidentRun } from '#src/domain/procedure/state.ts';

/** What somebody needs to know who takes over now, from the timeline: one line a subject, none that is empty. */
export function briefOf(run: IncidentRun): string {
  const last = run.updates.at(-1);
  const tasks = run.tasks.filter(task => task.doneAt === null && !task.followUp);
  const actions = run.actions.filter(taken => taken.state === 'running' || taken.state === 'done');
  const lines = [
    `${run.severity} ${run.title}, ${run.status}.`,
    run.impact === null ? null : `Impact: ${run.impact}`,
    last === undefined ? 'No update was posted yet.' : `Last update: ${last.conditions}`,
    last === undefined || last.actions === '' ? null : `Under way: ${last.actions}`,
    last === undefined || last.needs === '' ? null : `Needed: ${last.needs}`,
    actions.length === 0 ? null : `In force: ${actions.map(taken => titleOf(run, taken.action)).join(', ')}`,
    tasks.length === 0 ? null : `Open tasks: ${tasks.map(sayTask).join('; ')}`,
    run.decisions.length === 0 ? null : `Last decision: ${run.decisions.at(-1)?.text ?? ''}`,
  ];
  return lines.filter(line => line !== null).join('\n');
}

function sayTask(task: IncidentRun['tasks'][number]): string {
  return task.owner === null ? `${task.text} (nobody)` : `${task.text} (<@${task.owner}>)`;
}

function titleOf(run: IncidentRun, action: string): string {
  return run.runbook.actions.find(one => one.id === action)?.title ?? action;
}
