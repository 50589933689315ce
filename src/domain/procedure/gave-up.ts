import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from './draft.ts';
import { isCurrent } from './refs.ts';
import type { Run } from './state.ts';
import { watchMeasured } from './watch-measured.ts';

type GaveUp = WorldCommand & { type: 'effect-gave-up' };

/** Puts on record that an effect will not be tried again; `step`: the command that could not be told to stop. */
export function recordGaveUp(draft: Draft, run: Run, { effect, kind, says, ref }: GaveUp): void {
  const unstopped = kind === 'command.stop' && ref !== null && isCurrent(run, ref);
  draft.add(fact('effect.gave-up', { effect, kind, says, ...(unstopped && { step: ref.step }) }), BOT);
}

/** And what stood on it: a sweep without readings, a step that could not be done. */
export function stepGaveUp(draft: Draft, run: Run, command: GaveUp): void {
  const { kind, says, ref, watch } = command;
  recordGaveUp(draft, run, command);
  // What was not told to stop is not known to have ended, so its step stays as it is and a person decides.
  if (kind === 'command.stop') return;
  if (watch !== null) return watchMeasured(draft, run, { watch, samples: [] });
  if (ref === null || !isCurrent(run, ref)) return;
  const unknown = kind === 'check' || kind === 'http.poll';
  draft.add(fact('step.failed', { step: ref.step, attempt: ref.attempt, says, detail: null, unknown }), BOT);
}
