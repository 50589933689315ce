import type { Step } from './model/step.ts';

/** Whether a step changes the world it acts on: a command, a call that is no GET, a move of users; unless the runbook says that it changes nothing. */
export function changesTheWorld(step: Step): boolean {
  if (step.changesNothing) return false;
  if (step.verb === 'run' || step.verb === 'shift') return true;
  return step.verb === 'http' && step.act.method !== 'GET';
}
