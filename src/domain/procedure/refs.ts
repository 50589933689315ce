import type { StepRef } from '#src/domain/procedure/commands.ts';
import { stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** What an effect done for this step now must name: which attempt, part and wave. */
export function refOf(run: Run, step: string, wave: number | null = null): StepRef {
  const state = stateOf(run, step);
  return { step, attempt: state.attempt, part: state.part?.index ?? null, wave };
}

/** Is this an answer to what is in hand now? */
export function isCurrent(run: Run, ref: StepRef): boolean {
  const state = stateOf(run, ref.step);
  const part = state.part?.index ?? null;
  return state.status === 'running' && state.attempt === ref.attempt && (ref.part === null || part === ref.part);
}
