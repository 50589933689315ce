import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { moved, watchMovedBy } from '#src/domain/measure/moved-by.ts';
import { findStep, settlesAt } from './sections.ts';
import type { Run, StepState, WatchRecord, WaveState } from './state.ts';
import { changed } from './state.ts';

/**
 * The clock was set back. What is waited for is elapsed time, so all it is counted from moves along: waves and what was
 * measured around them together, or a reading from before a shift would seem to be from after it.
 */
export function setBack<R extends Run>(run: R, { at, data }: Fact & { type: 'clock.jumped' }): R {
  const { byMs } = data;
  if (byMs >= 0) return run;
  const steps = Object.entries(run.steps).map(([id, state]) => [id, stepBack(run, { id, state }, at, byMs)] as const);
  const watches = Object.entries(run.watches).map(([id, watch]) => [id, watchBack(watch, at, byMs)] as const);
  return changed(run, {
    steps: Object.fromEntries(steps),
    waves: run.waves.map(wave => waveBack(wave, byMs)),
    watches: Object.fromEntries(watches),
  });
}

type Named = { readonly id: string; readonly state: StepState };

function stepBack(run: Run, { id, state }: Named, at: Instant, byMs: number): StepState {
  const step = findStep(run, id);
  if (step === null) return state;
  /** A moment that lies ahead comes nearer, never before now. */
  const nearer = (moment: Instant | null) => (moment === null ? null : Math.min(moment, Math.max(at, moment + byMs)));
  const { status, startedAt, endedAt, retryAt, pollAt, gate, care } = state;
  const open = status === 'running' || status === 'waiting';
  // Only where something is counted from it; else it says by the clock of then when somebody began.
  const timed = step.timeoutMs !== null || TIMED.has(step.verb);
  const asks = status === 'failed' || status === 'interrupted' || settlesAt(step, state) > at;
  // A wait for a moment of the day, or of T, waits for what the clock says.
  const until = step.verb === 'wait' && step.until.kind === 'for' ? state.resolved['until'] : null;
  return {
    ...state,
    startedAt: open && timed ? moved(startedAt, byMs) : startedAt,
    endedAt: asks ? moved(endedAt, byMs) : endedAt,
    retryAt: nearer(retryAt),
    pollAt: nearer(pollAt),
    ...(open && typeof until === 'number' && { resolved: { ...state.resolved, until: until + byMs } }),
    ...(gate?.status === 'open' && { gate: { ...gate, expiresAt: nearer(gate.expiresAt) } }),
    ...(care !== null && { care: { ...care, since: care.since + byMs } }),
  };
}

const TIMED: ReadonlySet<string> = new Set(['wait', 'watch', 'snapshot', 'shift']);

function waveBack(wave: WaveState, byMs: number): WaveState {
  const { startedAt, shiftedAt, soakUntil, finishedAt } = wave;
  return {
    ...wave,
    startedAt: startedAt + byMs,
    shiftedAt: moved(shiftedAt, byMs),
    soakUntil: moved(soakUntil, byMs),
    finishedAt: moved(finishedAt, byMs),
  };
}

/** A sweep that was waited for is due now. */
function watchBack(watch: WatchRecord, at: Instant, byMs: number): WatchRecord {
  const { startedAt, until, ended, sweptAt, sweepAt, state, latest, recent } = watch;
  return {
    ...watch,
    startedAt: startedAt + byMs,
    until: moved(until, byMs),
    sweptAt: moved(sweptAt, byMs),
    sweepAt: ended ? sweepAt : Math.min(sweepAt, at),
    state: watchMovedBy(state, byMs),
    latest: each(latest, reading => ({ ...reading, at: reading.at + byMs })),
    recent: each(recent, values => values.map(one => ({ ...one, at: one.at + byMs }))),
  };
}

function each<T>(of: { readonly [name: string]: T }, change: (one: T) => T): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(of).map(([name, one]) => [name, change(one)]));
}
