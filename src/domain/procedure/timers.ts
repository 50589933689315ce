import type { Instant } from '#src/base/time.ts';
import { offsetFrom } from './resolve-step.ts';
import { forward, sectionsNow, stateOf } from './sections.ts';
import type { Run } from './state.ts';

export type Timer = { readonly at: Instant; readonly policy: 'catch-up' | 'coalesce' };
export type Timers = { readonly [name: string]: Timer };

/** Every moment at which the run must be looked at again, as a function of its state: nothing to cancel can be forgotten. */
export function timersOf(run: Run): Timers {
  const timers: { [name: string]: Timer } = {};
  for (const [id, watch] of Object.entries(run.watches)) {
    if (!watch.ended) timers[`sweep:${id}`] = { at: watch.sweepAt, policy: 'coalesce' };
  }
  for (const section of sectionsNow(run))
    for (const step of section.steps) Object.assign(timers, stepTimers(run, step.id));
  const phase = waitingPhase(run);
  if (phase) timers[`phase:${phase.id}`] = { at: phase.at, policy: 'catch-up' };
  return timers;
}

function stepTimers(run: Run, id: string): Timers {
  const state = stateOf(run, id);
  const step = sectionsNow(run)
    .flatMap(section => section.steps)
    .find(one => one.id === id);
  if (!step) return {};
  const timers: { [name: string]: Timer } = {};
  const once = (name: string, at: Instant) => {
    timers[`${name}:${id}`] = { at, policy: 'catch-up' };
  };
  if (state.status === 'pending' && state.retryAt !== null) once('wait', state.retryAt);
  if (state.status === 'waiting' && state.gate?.status === 'open' && state.gate.expiresAt !== null)
    once('vote-deadline', state.gate.expiresAt);
  if (step.verb === 'http' && state.status === 'done' && step.settleMs !== null && state.endedAt !== null)
    once('wait', state.endedAt + step.settleMs);
  if (state.status !== 'running') return timers;
  if (state.pollAt !== null) once('poll', state.pollAt);
  if (step.timeoutMs !== null && state.startedAt !== null && !state.stopping)
    once('step-timeout', state.startedAt + step.timeoutMs);
  const until = waitsUntil(run, id);
  if (until !== null) once('wait', until);
  return timers;
}

/** The instant a running step waits for by itself: a pause between steps, the end of a soak, of a snapshot, of a watch's time. */
function waitsUntil(run: Run, id: string): Instant | null {
  const state = stateOf(run, id);
  const step = sectionsNow(run)
    .flatMap(section => section.steps)
    .find(one => one.id === id);
  if (step?.verb === 'wait') return Number(state.resolved['until']);
  if (step?.verb === 'shift')
    return run.waves.find(wave => wave.step === id && wave.finishedAt === null)?.soakUntil ?? null;
  if (step?.verb === 'snapshot') return run.watches[id]?.until ?? null;
  if (step?.verb === 'watch')
    return step.atMostMs === null || state.startedAt === null ? null : state.startedAt + step.atMostMs;
  return null;
}

function waitingPhase(run: Run): { readonly id: string; readonly at: Instant } | null {
  if (run.status !== 'running' || run.T === null) return null;
  for (const { phase } of forward(run)) {
    const state = phase && run.phases[phase.id];
    if (!phase || !state || state.status === 'done' || state.status === 'skipped' || state.status === 'off') continue;
    return state.status === 'pending' && phase.at !== null
      ? { id: phase.id, at: offsetFrom(run, phase.at, run.T) }
      : null;
  }
  return null;
}

/** What must be set and cleared so that the stored timers are those of the new state. */
export function timerChanges(before: Timers, after: Timers): { readonly [name: string]: Timer | null } {
  const changes: { [name: string]: Timer | null } = {};
  for (const [name, timer] of Object.entries(after)) if (before[name]?.at !== timer.at) changes[name] = timer;
  for (const name of Object.keys(before)) if (after[name] === undefined) changes[name] = null;
  return changes;
}
