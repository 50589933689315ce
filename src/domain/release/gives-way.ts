import { scopeOf } from '#src/domain/procedure/scope.ts';
import { isFinal, type ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { judgeWhen } from '#src/domain/runbook/when.ts';

/**
 * Is it only watched any more? Whatever of it touches production is done, nothing is being taken back, and no other went
 * out after it. A release from an incident does not wait for that: a day of watching shall hold no repair.
 */
export function givesWay(run: ReleaseRun): boolean {
  if (isFinal(run) || run.rollback || run.abort || run.touchedAt === null || run.overtakenBy !== null) return false;
  return run.runbook.phases.every(phase => !phase.touchesProduction || isBehind(run, phase));
}

/** Done with, or certain not to come. */
function isBehind(run: ReleaseRun, phase: Phase): boolean {
  const status = run.phases[phase.id]?.status ?? 'pending';
  if (phase.off !== null || status === 'done' || status === 'skipped' || status === 'off') return true;
  if (status !== 'pending' || phase.when === null) return false;
  const holds = judgeWhen(phase.when, scopeOf(run));
  return holds.ok && !holds.value;
}

/** Why nothing rolls back by itself, though production was touched; null: it does. */
export function keptFromReturning(run: ReleaseRun): string | null {
  if (run.noReturn) return 'The point of no return is passed, so nothing rolls back by itself.';
  if (run.overtakenBy === null) return null;
  return `${run.overtakenBy} went to production after it, so nothing rolls back by itself.`;
}
