import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';

export type RollbackFate =
  | { readonly what: 'runs' }
  | { readonly what: 'skips'; readonly why: string }
  | { readonly what: 'asks'; readonly why: string };

/**
 * Will this step of the rollback run? Not when none of what it undoes began; when that began but nobody knows that it was
 * done (failed, interrupted, stopped), the role is asked first, unless the undoing step may be repeated safely.
 */
export function fateOf(run: ReleaseRun, step: Step): RollbackFate {
  if (step.off !== null) return { what: 'skips', why: step.off };
  const holds = step.when && judgeWhen(step.when, scopeOf(run, { step: step.id }));
  if (step.when && holds?.ok && !holds.value)
    return { what: 'skips', why: `not needed, for ${sayWhen(step.when)} does not hold` };
  if (step.undoes.length === 0) return { what: 'runs' };
  const began = step.undoes.filter(id => stateOf(run, id).began);
  if (began.length === 0) return { what: 'skips', why: `${step.undoes.join(', ')} never began` };
  const unsure = began.filter(id => !isKnownDone(run, id));
  if (unsure.length === 0 || step.repeatable || unsure.length < began.length) return { what: 'runs' };
  return { what: 'asks', why: `${unsure.join(', ')} began, but it is not known to be done` };
}

/** A shift that moved somebody is known to have happened, whatever its later waves did: there is something to undo. */
function isKnownDone(run: ReleaseRun, id: string): boolean {
  return stateOf(run, id).status === 'done' || run.waves.some(wave => wave.step === id && wave.shiftedAt !== null);
}

/** The fact that turns the run round, with the forecast the button shows. */
export function startRollback(
  run: ReleaseRun,
  why: { readonly cause: 'person' | 'metric' | 'step' | 'window'; readonly reason: string; readonly rule: string },
): NewFact {
  const fates = (run.runbook.rollback?.steps ?? []).map(step => ({ step: step.id, fate: fateOf(run, step) }));
  return fact('release.rollback-started', {
    ...why,
    runs: fates.filter(one => one.fate.what === 'runs').map(one => one.step),
    skips: fates.flatMap(one => (one.fate.what === 'skips' ? [{ step: one.step, why: one.fate.why }] : [])),
    asks: fates.filter(one => one.fate.what === 'asks').map(one => one.step),
  });
}
