import type { Instant } from '#src/base/time.ts';
import { isBackground } from './background.ts';
import type { AnyStep, Section } from './sections.ts';
import { CLOSING, isSettled, sectionsNow, settlesAt, stateOf } from './sections.ts';
import type { Run, StepState } from './state.ts';
import { isFinal } from './state.ts';

export type Timer = { readonly at: Instant; readonly policy: 'catch-up' | 'coalesce' };
export type Timers = { readonly [name: string]: Timer };

/** Moments at which watches and steps of a run must be looked at again. */
export function procedureTimers(run: Run): Timers {
  const timers: { [name: string]: Timer } = {};
  for (const [id, watch] of Object.entries(run.watches)) {
    if (!watch.ended) timers[`sweep:${id}`] = { at: watch.sweepAt, policy: 'coalesce' };
  }
  for (const section of sectionsNow(run)) {
    for (const step of section.steps) {
      for (const [name, at] of momentsFor(run, step, stateOf(run, step.id)))
        timers[`${name}:${step.id}`] = { at, policy: 'catch-up' };
    }
    const held = heldBack(run, section);
    if (held) timers[`wait:${held.id}`] = { at: held.at, policy: 'catch-up' };
  }
  return timers;
}

type Moments = readonly (readonly [name: string, at: Instant])[];

function momentsFor(run: Run, step: AnyStep, state: StepState): Moments {
  switch (state.status) {
    case 'pending':
      return state.retryAt === null ? [] : [['wait', state.retryAt]];
    case 'waiting':
      return whileWaiting(step, state);
    case 'running':
      return whileRunning(run, step, state);
    default:
      return [];
  }
}

function whileWaiting(step: AnyStep, { gate, startedAt }: StepState): Moments {
  if (step.verb === 'approve')
    return gate?.status === 'open' && gate.expiresAt !== null ? [['vote-deadline', gate.expiresAt]] : [];
  return step.timeoutMs === null || startedAt === null ? [] : [['step-timeout', startedAt + step.timeoutMs]];
}

function whileRunning(run: Run, step: AnyStep, state: StepState): Moments {
  const moments: (readonly [string, Instant])[] = [];
  if (state.pollAt !== null) moments.push(['poll', state.pollAt]);
  const from = timedFrom(run, step, state);
  if (step.timeoutMs !== null && from !== null && !state.stopping)
    moments.push(['step-timeout', from + step.timeoutMs]);
  const until = waitsUntil(run, step, state);
  if (until !== null) moments.push(['wait', until]);
  return moments;
}

/** A timeout is for the work, so a shift's counts each wave's command and never its soak. */
function timedFrom(run: Run, step: AnyStep, state: StepState): Instant | null {
  if (step.verb !== 'shift') return state.startedAt;
  return run.waves.find(wave => wave.step === step.id && wave.shiftedAt === null)?.startedAt ?? null;
}

/** The instant a running step waits for by itself: a pause between steps, the end of a soak, of a snapshot, of a watch's time. */
function waitsUntil(run: Run, step: AnyStep, state: StepState): Instant | null {
  const watch = run.watches[step.id];
  switch (step.verb) {
    case 'wait':
      return typeof state.resolved['until'] === 'number' ? state.resolved['until'] : null;
    case 'shift':
      return run.waves.find(wave => wave.step === step.id && wave.finishedAt === null)?.soakUntil ?? null;
    case 'snapshot':
      return watch?.ended === false ? watch.until : null;
    case 'watch':
      return step.atMostMs === null || watch?.ended !== false ? null : watch.state.startedAt + step.atMostMs;
    default:
      return null;
  }
}

/** The last thing done before the next step, or the end of the section, may still want to settle. */
function heldBack(run: Run, section: Section): { readonly id: string; readonly at: Instant } | null {
  if (section.phase && run.phases[section.id]?.status !== 'running') return null;
  let held: { id: string; at: Instant } | null = null;
  for (const step of section.steps) {
    const state = stateOf(run, step.id);
    const at = settlesAt(step, state);
    if (at > 0) held = { id: step.id, at };
    if (isSettled(state) || isLeftBehind(section, step, state)) continue;
    return state.status === 'pending' && state.retryAt === null ? held : null;
  }
  return (run.kind === 'incident' ? run.status === 'resolved' : isFinal(run)) ? null : held;
}

/** Not done, and the run goes on all the same: what failed and is passed, and what runs beside the next steps. */
function isLeftBehind(section: Section, step: AnyStep, { status }: StepState): boolean {
  if (status === 'running') return isBackground(step);
  if (status !== 'failed' && status !== 'interrupted') return false;
  return section.id === CLOSING || (step.onFailure === 'continue' && status === 'failed');
}

/** What must be set and cleared so that the stored timers are those of the new state. */
export function timerChanges(before: Timers, after: Timers): { readonly [name: string]: Timer | null } {
  const changes: { [name: string]: Timer | null } = {};
  for (const [name, timer] of Object.entries(after)) if (before[name]?.at !== timer.at) changes[name] = timer;
  for (const name of Object.keys(before)) if (after[name] === undefined) changes[name] = null;
  return changes;
}
