import type { Instant } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { StepRef, WorldCommand } from './commands.ts';
import { actionEnded } from './decide-action.ts';
import { factsFound, factsNotFound } from './decide-facts.ts';
import { measured, stepMeasured } from './decide-measured.ts';
import { timerFired } from './decide-timer.ts';
import type { Draft } from './draft.ts';
import type { EffectAsk } from './effects.ts';
import { isCurrent } from './refs.ts';

/** What timers and finished effects tell a run. Answers to older attempts change nothing. */
export function decideWorld(draft: Draft, run: Run, command: WorldCommand, now: Instant): readonly EffectAsk[] {
  switch (command.type) {
    case 'timer':
      return timerFired(draft, run, command.name, now);
    case 'action-ended':
      actionEnded(draft, run, command, now);
      return [];
    case 'command-output':
      if (isCurrent(run, command.ref) && command.tail !== stateOf(run, command.ref.step).tail) {
        draft.add(fact('command.output', { step: command.ref.step, tail: command.tail }), BOT);
      }
      return [];
    case 'measured':
      measured(draft, run, command, now);
      return [];
    case 'step-measured':
      stepMeasured(draft, run, command);
      return [];
    case 'facts-found':
      factsFound(draft, run, command);
      return [];
    case 'production-turn':
      productionTurn(draft, run, command.behind);
      return [];
    case 'notes-drafted':
      if (isCurrent(run, command.ref)) {
        draft.add(fact('notes.drafted', { step: command.ref.step, markdown: command.markdown }), BOT);
        finishStep(draft, run, command.ref, 'drafted');
      }
      return [];
    case 'reports-written':
      if (isCurrent(run, command.ref)) {
        draft.add(fact('report.written', { step: command.ref.step, files: [...command.files] }), BOT);
        finishStep(draft, run, command.ref, command.files.map(file => file.name).join(', '));
      }
      return [];
    case 'effect-unknown':
      draft.add(fact('effect.unknown', { effect: command.effect, kind: command.kind, says: command.says }), BOT);
      return [];
    case 'effect-gave-up':
      gaveUp(draft, run, command, now);
      return [];
  }
}

function finishStep(draft: Draft, run: Run, ref: StepRef, says: string): void {
  if (findStep(run, ref.step) === null) return;
  draft.add(fact('step.finished', { step: ref.step, attempt: ref.attempt, outputs: {}, says, rule: null }), BOT);
}

/** An effect that will not be tried again: its step failed, its sweep could not be measured; either way it is on record. */
function gaveUp(draft: Draft, run: Run, command: WorldCommand & { type: 'effect-gave-up' }, now: Instant): void {
  const { effect, kind, says, ref, watch } = command;
  const unstopped = kind === 'command.stop' && ref !== null && isCurrent(run, ref);
  draft.add(fact('effect.gave-up', { effect, kind, says, ...(unstopped && { step: ref.step }) }), BOT);
  // What was not told to stop is not known to have ended, so its step stays as it is and a person decides.
  if (kind === 'command.stop') return;
  if (kind === 'facts' && ref) return factsNotFound(draft, run, ref.step, ref.attempt);
  // A sweep without readings counts as one that could not measure anything, and the grid goes on.
  if (watch !== null) measured(draft, run, { actor: BOT, type: 'measured', watch, samples: [] }, now);
  else if (ref && isCurrent(run, ref)) {
    const unknown = kind === 'check' || kind === 'http.poll';
    draft.add(fact('step.failed', { step: ref.step, attempt: ref.attempt, says, detail: null, unknown }), BOT);
  }
}

/** Its turn has come, or another run of the product is in production and goes first. */
function productionTurn(draft: Draft, run: Run, behind: string | null): void {
  const turn = run.production;
  if (turn === null || turn.taken || isFinal(run)) return;
  if (behind === null) draft.add(fact('production.taken', { phase: turn.phase }), BOT);
  else if (behind !== turn.behind) {
    const says = `${behind} of the same product is in production; ${run.id} goes on when that has ended`;
    draft.add(fact('production.awaited', { behind, says }), BOT);
  }
}
