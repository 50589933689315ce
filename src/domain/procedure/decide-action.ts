import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { EventData } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { ActionEnded, StepRef } from '#src/domain/procedure/commands.ts';
import { backgroundEnded } from '#src/domain/release/background-ended.ts';
import { isBackground, isNeededNoMore } from './background.ts';
import type { Draft } from './draft.ts';
import { isCurrent } from './refs.ts';
import type { AnyStep } from './sections.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run, StepState } from './state.ts';
import { unanswered } from './unanswered.ts';

type Outputs = EventData<'step.finished'>['outputs'];

/** A command, a call or a git action ended. */
export function actionEnded(draft: Draft, run: Run, command: ActionEnded, now: Instant): void {
  const { ref, end } = command;
  const step = findStep(run, ref.step);
  if (step === null || !isCurrent(run, ref)) return;
  const state = stateOf(run, ref.step);
  const { attempt } = state;
  const says = saysOf(command, state, now);
  commandSaid(draft, run, ref, command.output ?? '');
  if (isBackground(step) && isNeededNoMore(run, step) && state.stopping)
    draft.add(fact('step.finished', { step: step.id, attempt, outputs: {}, says, rule: null }), BOT);
  else if (end === 'interrupted')
    draft.add(fact('step.interrupted', { step: step.id, attempt, says, detail: command.detail }), BOT);
  else if (end === 'never-began') draft.add(unanswered(run, step, { says, never: true }), BOT);
  else if (end === 'failed')
    draft.add(fact('step.failed', { step: step.id, attempt, says, detail: command.detail }), BOT);
  else if (end === 'pending') pending(draft, run, step, state, command, now);
  else done(draft, run, step, state, command, now);
  if (isBackground(step) && run.kind !== 'incident') backgroundEnded(draft, run, step, says);
}

/** The last a command printed, once: also of one that ended before anybody could look at it while it ran. */
export function commandSaid(draft: Draft, run: Run, { step }: StepRef, tail: string): void {
  if (tail !== '' && tail !== stateOf(run, step).tail) draft.add(fact('command.output', { step, tail }), BOT);
}

function done(draft: Draft, run: Run, step: AnyStep, state: StepState, command: ActionEnded, now: Instant): void {
  if (step.verb === 'shift') return shifted(draft, run, step, state, command, now);
  if (step.verb === 'http' && step.until && state.pollAt === null)
    return pending(draft, run, step, state, command, now);
  const { attempt } = state;
  const { says } = command;
  // A background command that ends before anybody wanted it to has failed, whatever it exits with.
  if (isBackground(step) && !state.stopping && !isNeededNoMore(run, step)) {
    draft.add(
      fact('step.failed', { step: step.id, attempt, says: `ended too early: ${says}`, detail: command.detail }),
      BOT,
    );
    return;
  }
  const outputs = { ...state.outputs, ...command.outputs } as Outputs;
  draft.add(fact('step.finished', { step: step.id, attempt, outputs, says, rule: null }), BOT);
}

function shifted(
  draft: Draft,
  run: Run,
  step: AnyStep & { verb: 'shift' },
  state: StepState,
  command: ActionEnded,
  now: Instant,
): void {
  const wave = run.waves.find(one => one.step === step.id && one.number === command.ref.wave);
  if (!wave || wave.shiftedAt !== null) return;
  const index = run.waves.filter(one => one.step === step.id && one.number < wave.number).length;
  const soakMs = step.waves[index]?.soakMs ?? 0;
  draft.add(fact('wave.shifted', { step: step.id, number: wave.number, soakUntil: now + soakMs, again: false }), BOT);
  if (state.stopping) calledOff(draft, run, step, state, 'the wave was through before it could be stopped');
}

/** Accepted, and asked about again, unless the run wants nothing more of it. */
function pending(draft: Draft, run: Run, step: AnyStep, state: StepState, command: ActionEnded, now: Instant): void {
  if (step.verb !== 'http' || !step.until) return;
  if (state.stopping) return calledOff(draft, run, step, state, `no longer waited for: ${command.says}`);
  draft.add(
    fact('step.answered', {
      step: step.id,
      attempt: state.attempt,
      outputs: { ...state.outputs, ...command.outputs } as Outputs,
      says: command.says,
      pollAt: now + step.until.everyMs,
    }),
    BOT,
  );
}

/** What was being stopped has come to rest: the way back may begin; after a mere timeout, a person looks what became of it. */
function calledOff(draft: Draft, run: Run, step: AnyStep, { attempt }: StepState, says: string): void {
  if (isLeft(run)) draft.add(fact('step.cancelled', { step: step.id, attempt, reason: says }), BOT);
  else draft.add(unanswered(run, step, { says }), BOT);
}

/** The way the step was on is not walked any more. */
function isLeft(run: Run): boolean {
  if (run.kind === 'incident') return run.status === 'resolved';
  return run.abort !== null || (run.kind === 'release' && run.rollback !== null);
}

function saysOf(command: ActionEnded, state: StepState, now: Instant): string {
  return state.stopping
    ? `stopped after ${sayDuration(now - (state.startedAt ?? now))}: ${command.says}`
    : command.says;
}
