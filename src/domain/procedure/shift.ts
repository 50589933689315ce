import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { type Asked, promotion } from '#src/domain/measure/promotion.ts';
import { judgedMetrics } from '#src/domain/measure/watch.ts';
import type { AnyStep } from './sections.ts';
import { sectionOf } from './sections.ts';
import type { Run, StepState, WatchRecord, WaveState } from './state.ts';

type ShiftStep = AnyStep & { verb: 'shift' };

/**
 * The next fact of a shift: begin a wave, end its soak, or finish. A wave begins only when every watched metric has
 * passed; it ends only when its soak is over and all have passed again after the shift.
 */
export function nextInShift(run: Run, step: ShiftStep, state: StepState, now: Instant): NewFact | null {
  const waves = run.waves.filter(wave => wave.step === step.id);
  const open = waves.find(wave => wave.finishedAt === null);
  if (!open) return nextWave(run, step, state, { done: waves.length, now });
  if (open.shiftedAt === null || open.soakUntil === null)
    return restarted(open, state) ? begin(step, open.number, waves.length - 1) : null;
  if (now < open.soakUntil || !metricsReady(run, step.id, { since: open.shiftedAt, now })) return null;
  return fact('wave.finished', { step: step.id, number: open.number, says: soaked(open, now) });
}

/**
 * Have all metrics watched over this step passed after `since`, lately (and together for `holdFor`)? True where nothing is watched.
 * A reading a person accepted with a reason counts as seen: else going on would go nowhere.
 */
export function metricsReady(run: Run, step: string, asked: Asked): boolean {
  if (isUnwatched(run, step)) return false;
  return watchesOver(run, step).every(watch => {
    // What only records stands in nobody's way.
    if (judgedMetrics(watch.definition).length === 0) return true;
    const { ready, waitsFor } = promotion(watch.definition, watch.state, asked);
    return ready || (waitsFor.length > 0 && waitsFor.every(one => one.accepted));
  });
}

/** Its phase is to be watched, and is not: the watch could not be started. */
function isUnwatched(run: Run, step: string): boolean {
  const phase = sectionOf(run, step)?.phase;
  return phase?.watch != null && run.watches[phase.id]?.ended !== false;
}

/** The background watches that go on while this step runs. */
export function watchesOver(run: Run, step: string): readonly WatchRecord[] {
  const section = sectionOf(run, step);
  return section === null ? [] : Object.values(run.watches).filter(watch => watch.kind === 'phase' && !watch.ended);
}

type Waves = { readonly done: number; readonly now: Instant };

function nextWave(run: Run, step: ShiftStep, state: StepState, { done, now }: Waves): NewFact | null {
  if (done >= step.waves.length) {
    const says = `${done} ${done === 1 ? 'wave' : 'waves'}, all users`;
    return fact('step.finished', { step: step.id, attempt: state.attempt, outputs: { waves: done }, says, rule: null });
  }
  if (done === 0 && !metricsReady(run, step.id, { since: null, now })) return null;
  return begin(step, nextNumber(run), done);
}

function begin(step: ShiftStep, number: number, index: number): NewFact | null {
  const wave = step.waves[index];
  return wave ? fact('wave.started', { step: step.id, number, weight: wave.weight, targets: [...wave.targets] }) : null;
}

/** Waves are numbered through the run, whatever step they belong to. */
function nextNumber(run: Run): number {
  return Math.max(0, ...run.waves.map(wave => wave.number)) + 1;
}

/** The shift failed and a person pressed Retry: the wave in hand is done again under its number. */
function restarted(wave: WaveState, state: StepState): boolean {
  return wave.attempt < state.attempt;
}

function soaked(wave: WaveState, now: Instant): string {
  return `wave ${wave.number} at ${wave.weight} % soaked for ${sayDuration(now - (wave.shiftedAt ?? now))}`;
}
