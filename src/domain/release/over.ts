import { hasWorkInHand } from '#src/domain/procedure/in-hand.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { allSteps, isSettled, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { changesTheWorld } from '#src/domain/runbook/changes.ts';

/** Final, its closing steps are done and nothing is in hand: nothing will ever happen to it again. */
export function isOver(run: ReleaseRun | DrillRun): boolean {
  return isFinal(run) && closingLeft(run).length === 0 && !hasAnythingInHand(run);
}

/** Something it began may still be at work (a command that was told to stop), or what it does at its end is to come. */
export function mayStillAct(run: ReleaseRun): boolean {
  const acts = closingLeft(run).some(step => step.verb !== 'checkpoint' && changesTheWorld(step));
  return acts || hasAnythingInHand(run);
}

function hasAnythingInHand(run: ReleaseRun | DrillRun): boolean {
  return allSteps(run).some(step => hasWorkInHand(run, step));
}

function closingLeft(run: ReleaseRun | DrillRun): readonly AnyStep[] {
  const closing = sectionsNow(run).at(-1)?.steps ?? [];
  return closing.filter(step => {
    const state = stateOf(run, step.id);
    return !isSettled(state) && state.status !== 'failed' && state.status !== 'interrupted';
  });
}
