import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';

/** Between which releases the notes and this run differ: both sides as part of a sentence. */
export type CountedFrom = { readonly notes: string; readonly production: string };

/**
 * The notes tell the changes since what the version step found, and are approved as they stand. Null: production still had
 * that release when this one entered it, or there are no notes.
 */
export function countedFrom(run: ReleaseRun): CountedFrom | null {
  const steps = run.runbook.phases.flatMap(phase => phase.steps.filter(step => step.verb === 'version'));
  const last = steps.map(step => stateOf(run, step.id)).findLast(state => state.status === 'done');
  const production = run.previousVersion;
  if (run.notes === null || last === undefined || production === null) return null;
  const found = last.outputs['previousVersion'] ?? null;
  if (found === production) return null;
  return { notes: typeof found === 'string' ? found : 'the first commit', production };
}
