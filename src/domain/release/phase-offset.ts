import type { Instant } from '#src/base/time.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { Offset } from '#src/domain/runbook/model/terms.ts';

const AT_T: Offset = { sign: 1, ms: 0, days: 0, text: 'T' };

/**
 * When a phase may begin, relative to T; null: as soon as it is reached. Where no phase names T and one was given, the
 * first phase that touches production waits for it: nobody who says "at 20:00" means right after the approval.
 */
export function offsetOfPhase({ T, runbook }: ReleaseRun, phase: Phase): Offset | null {
  if (phase.at !== null || T === null || namesT(runbook.phases)) return phase.at;
  const first = runbook.phases.find(one => one.touchesProduction && one.off === null);
  return first?.id === phase.id ? AT_T : null;
}

/** Does a phase say when T, or something after it, is? */
export function namesT(phases: readonly Phase[]): boolean {
  return phases.some(({ at }) => at !== null && !isBeforeT(at));
}

export function isBeforeT(at: Offset): boolean {
  return at.sign < 0 && at.ms + at.days > 0;
}

/** The phases with a moment of their own, for this T, in order. */
export function datedPhases(
  run: ReleaseRun,
  T: Instant,
): readonly { readonly id: string; readonly title: string; readonly at: Instant }[] {
  const dated = { ...run, T };
  return run.runbook.phases.flatMap(phase => {
    const offset = phase.off === null ? offsetOfPhase(dated, phase) : null;
    return offset === null ? [] : [{ id: phase.id, title: phase.title, at: offsetFrom(dated, offset, T) }];
  });
}
