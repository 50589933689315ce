import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { retriedByRunbook } from '#src/domain/procedure/retry.ts';
import type { AnyStep, Section } from '#src/domain/procedure/sections.ts';
import { CLOSING } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun, StepState } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { keptFromReturning } from './gives-way.ts';
import { startRollback } from './rollback-start.ts';

/** What follows a failed or interrupted step: another try, a question, the way back, or `go-on` where the runbook says so. */
export function afterFailure(
  run: ReleaseRun,
  section: Section,
  step: AnyStep,
  state: StepState,
  now: Instant,
): NewFact | 'go-on' {
  const again = retriedByRunbook(step, state, now);
  if (again !== null) return again;
  // Closing steps never hold a run open: what failed is told and stays on the timeline.
  if (section.id === CLOSING || (step.onFailure === 'continue' && state.status === 'failed')) return 'go-on';
  const says = `"${titleOf(run, step)}" ${sayHow(state)}: ${state.says}`;
  if (step.onFailure === 'abort' && run.touchedAt === null && !run.rollback && !state.unknown)
    return fact('release.aborted', { reason: says, rule: 'onFailure: abort' });
  // Not knowing is not failing: what was interrupted or could not be measured is for a person to judge.
  const returns = !state.unknown && (step.onFailure === 'rollback' || step.onFailure === 'abort');
  const kept = keptFromReturning(run);
  if (returns && run.touchedAt !== null && kept === null && !run.rollback && run.runbook.rollback) {
    return startRollback(run, { cause: 'step', reason: says, rule: `onFailure: ${step.onFailure}` });
  }
  return fact('release.paused', {
    cause: 'step',
    says: returns && kept !== null ? `${says} ${kept}` : says,
    step: step.id,
    watch: null,
  });
}

function sayHow({ status, unknown }: StepState): string {
  if (status !== 'failed') return 'was interrupted';
  return unknown ? 'could not be told' : 'failed';
}
