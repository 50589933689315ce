import type { AnyStep } from './sections.ts';
import { stateOf } from './sections.ts';
import type { Run } from './state.ts';

const ACTING_VERBS: ReadonlySet<AnyStep['verb']> = new Set(['run', 'http', 'shift', 'tag']);

/** Is a command, a call or a tag of this step on its way? A shift between two waves has nothing in hand. */
export function hasWorkInHand(run: Run, step: AnyStep): boolean {
  if (!ACTING_VERBS.has(step.verb) || stateOf(run, step.id).status !== 'running') return false;
  if (step.verb !== 'shift') return true;
  const open = run.waves.find(wave => wave.step === step.id && wave.finishedAt === null);
  return open !== undefined && open.shiftedAt === null;
}
