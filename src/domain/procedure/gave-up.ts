import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from './draft.ts';
import { isCurrent } from './refs.ts';
import { findStep } from './sections.ts';
import type { Run } from './state.ts';
import { unanswered } from './unanswered.ts';
import { watchMeasured } from './watch-measured.ts';

type GaveUp = WorldCommand & { type: 'effect-gave-up' };

/** Puts on record that an effect will not be tried again; `step`: the command that could not be told to stop. */
export function recordGaveUp(draft: Draft, run: Run, { effect, kind, says, ref }: GaveUp): void {
  const unstopped = kind === 'command.stop' && ref !== null && isCurrent(run, ref);
  draft.add(fact('effect.gave-up', { effect, kind, says, ...(unstopped && { step: ref.step }) }), BOT);
}

/** And what stood on it: a sweep without readings, a step that could not be done. */
export function stepGaveUp(draft: Draft, run: Run, command: GaveUp): void {
  const { kind, watch } = command;
  recordGaveUp(draft, run, command);
  // What was not told to stop is not known to have ended, so its step stays as it is and a person decides.
  if (kind === 'command.stop') return;
  if (watch !== null) return watchMeasured(draft, run, { watch, samples: [] });
  notDone(draft, run, command);
}

/** The step of an effect that was given up. */
export function notDone(draft: Draft, run: Run, { ref, says, never = false }: GaveUp): void {
  const step = ref !== null && isCurrent(run, ref) ? findStep(run, ref.step) : null;
  if (step !== null) draft.add(unanswered(run, step, { says, never }), BOT);
}
