import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { judgedMetrics } from '#src/domain/measure/watch.ts';
import type { Action } from '#src/domain/runbook/model/step.ts';
import type { AnyStep } from './sections.ts';
import { stateOf } from './sections.ts';
import type { Run, WatchRecord } from './state.ts';

/**
 * How a step ends that got no answer: its time was up, or what was done for it was given up or stopped. Not known is the
 * rule and failed the exception: nothing follows by itself from what nobody measured, and what may have happened is not
 * done twice. `never`: whoever would have done it says that it certainly never began.
 */
export function unanswered(
  run: Run,
  step: AnyStep,
  { says, never = false }: { readonly says: string; readonly never?: boolean },
): NewFact {
  const { attempt } = stateOf(run, step.id);
  const end = { step: step.id, attempt, says, detail: null };
  if (never && !onlyLooks(step)) return fact('step.failed', end);
  return mayHaveHappened(step) ? fact('step.interrupted', end) : fact('step.failed', { ...end, unknown: true });
}

/** A method that may be repeated, because it changes nothing (RFC 9110, 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET';
}

/** Was the last that a watch heard of one of its metrics a fail? Only then is it known that things are not well. */
export function heardAFail({ definition, latest }: WatchRecord): boolean {
  return judgedMetrics(definition).some(metric => latest[metric.name]?.verdict === 'fail');
}

/** A step that asks something. That nobody was asked is no answer either. */
function onlyLooks(step: AnyStep): boolean {
  switch (step.verb) {
    case 'check':
    case 'show':
    case 'watch':
    case 'snapshot':
    case 'compare':
    case 'version':
    case 'release-notes':
      return true;
    case 'http':
      return isQuestion(step.act);
    default:
      return false;
  }
}

/** A step of which a second time is one too many. */
function mayHaveHappened(step: AnyStep): boolean {
  if (step.verb === 'http') return !isQuestion(step.act);
  return step.verb === 'run' || step.verb === 'shift';
}

function isQuestion(act: Action): boolean {
  return act.kind === 'http' && isSafe(act.method);
}
