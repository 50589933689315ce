import { currentPhase, currentStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';

/** What somebody needs to know who takes a release over now, from the timeline: one line a subject, none that is empty. */
export function briefOf(run: ReleaseRun): string {
  const step = currentStep(run);
  const wave = run.waves.findLast(one => one.shiftedAt !== null);
  const lines = [
    `${run.title}, ${run.status}${run.rollback ? '' : ` in ${currentPhase(run)?.title ?? 'no phase'}`}.`,
    run.pause === null ? null : `It stands still: ${run.pause.says}`,
    run.rollback === null ? null : `It goes back because: ${run.rollback.reason}`,
    step === null ? null : `At: ${titleOf(run, step)} (${stateOf(run, step.id).status})`,
    wave === undefined ? null : `Users on the new version: ${wave.weight} %`,
    run.heldBy.length === 0 ? null : `Held by ${run.heldBy.map(one => one.incident).join(', ')}`,
    run.overrides.length === 0 ? null : `Accepted: ${run.overrides.map(one => one.reason).join('; ')}`,
  ];
  return lines.filter(line => line !== null).join('\n');
}
