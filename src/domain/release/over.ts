import { isSettled, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun, ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';

/** Final, and its closing steps are done too: nothing will ever happen to it again. */
export function isOver(run: ReleaseRun | DrillRun): boolean {
  if (!isFinal(run)) return false;
  const closing = sectionsNow(run).at(-1)?.steps ?? [];
  return closing.every(step => {
    const state = stateOf(run, step.id);
    return isSettled(state) || state.status === 'failed' || state.status === 'interrupted';
  });
}
