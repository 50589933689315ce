import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import { hasWorkInHand } from '#src/domain/procedure/in-hand.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { currentStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';

/**
 * A background command is gone: if nobody asked it to end, the step in progress stood on it and fails too. What that step
 * has in hand is stopped first, and fails by that.
 */
export function backgroundEnded(draft: Draft, before: ReleaseRun | DrillRun, step: AnyStep, says: string): void {
  const { run } = draft;
  if (run === null || run.kind === 'incident' || (run.kind === 'release' && run.rollback) || isFinal(run)) return;
  const { status } = stateOf(run, step.id);
  if (status !== 'failed' && status !== 'interrupted') return;
  const leaning = currentStepBeside(before, step);
  if (leaning === null) return;
  const { attempt } = stateOf(run, leaning.id);
  if (hasWorkInHand(run, leaning)) draft.add(fact('command.stopping', { step: leaning.id, attempt }), BOT);
  else
    draft.add(
      fact('step.failed', {
        step: leaning.id,
        attempt,
        says: `"${titleOf(run, step)}" is gone: ${says}`,
        detail: null,
      }),
      BOT,
    );
}

function currentStepBeside(run: ReleaseRun | DrillRun, background: AnyStep): AnyStep | null {
  const current = currentStep(run);
  if (current === null || current.id === background.id || current.verb === 'approve') return null;
  const { status } = stateOf(run, current.id);
  return status === 'running' || status === 'waiting' ? current : null;
}
