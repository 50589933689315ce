import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { EventData } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { finish } from '#src/domain/procedure/running-step.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { findStep, stateOf } from '#src/domain/procedure/sections.ts';
import type { Run, StepState } from '#src/domain/procedure/state.ts';
import type { ActionEnded } from './commands.ts';
import type { Draft } from './draft.ts';
import { isCurrent } from './refs.ts';

type Outputs = EventData<'step.finished'>['outputs'];

/** A command, a call or a git action ended. */
export function actionEnded(draft: Draft, run: Run, command: ActionEnded, now: Instant): void {
  const { ref, end } = command;
  const step = findStep(run, ref.step);
  if (step === null || !isCurrent(run, ref)) return;
  const state = stateOf(run, ref.step);
  const failed = { step: step.id, attempt: ref.attempt, says: saysOf(command, state, now), detail: command.detail };
  if (end === 'interrupted') draft.add(fact('step.interrupted', failed), BOT);
  else if (end === 'failed') draft.add(fact('step.failed', failed), BOT);
  else if (end === 'pending') pending(draft, step, command, now);
  else done(draft, run, step, state, command, now);
}

function done(draft: Draft, run: Run, step: AnyStep, state: StepState, command: ActionEnded, now: Instant): void {
  const outputs = { ...state.outputs, ...command.outputs } as Outputs;
  if (step.verb === 'shift') return shifted(draft, run, step, command, now);
  if (step.verb === 'http' && step.until && state.pollAt === null) return pending(draft, step, command, now);
  draft.add(finish(run, step, state, now, command.says, outputs), BOT);
}

function shifted(draft: Draft, run: Run, step: AnyStep & { verb: 'shift' }, command: ActionEnded, now: Instant): void {
  const { wave: number } = command.ref;
  const index = run.waves.filter(wave => wave.step === step.id && wave.number < (number ?? 0)).length;
  const soakMs = step.waves[index]?.soakMs ?? 0;
  if (number !== null)
    draft.add(fact('wave.shifted', { step: step.id, number, soakUntil: now + soakMs, again: false }), BOT);
}

function pending(draft: Draft, step: AnyStep, command: ActionEnded, now: Instant): void {
  if (step.verb !== 'http' || !step.until) return;
  const { ref, says } = command;
  draft.add(
    fact('step.answered', {
      step: step.id,
      attempt: ref.attempt,
      outputs: command.outputs as Outputs,
      says,
      pollAt: now + step.until.everyMs,
    }),
    BOT,
  );
}

function saysOf(command: ActionEnded, state: StepState, now: Instant): string {
  return state.stopping
    ? `stopped after ${sayDuration(now - (state.startedAt ?? now))}: ${command.says}`
    : command.says;
}
