import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { promotion } from '#src/domain/measure/promotion.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import type { AnyStep } from '#src/domain/procedure/sections.ts';
import { currentStep, findStep, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import { watchesOver } from '#src/domain/procedure/shift.ts';
import type { ReleaseRun, Run, StepState, WaveState } from '#src/domain/procedure/state.ts';
import { titleOf } from '#src/domain/procedure/titles.ts';
import { when } from '../../dates.ts';
import { code, inert } from '../../escape.ts';

/** What is going on at this moment, in one sentence without its stop; null: nothing that goes on by itself. */
export function doing(run: ReleaseRun, now: Instant): string | null {
  if (run.awaits !== null) return 'looking up the required facts';
  const step = stepInHand(run);
  if (step !== null) return sayStep(run, step, now);
  return run.status === 'running' || run.status === 'rolling-back' ? waitingFor(run) : null;
}

/** The step that runs or waits; a failed one only where nothing else is in hand. */
export function stepInHand(run: Run): AnyStep | null {
  const steps = sectionsNow(run).flatMap(section => section.steps);
  const busy = steps.find(step => ['running', 'waiting'].includes(stateOf(run, step.id).status));
  return busy ?? currentStep(run);
}

/** One step that is in hand, in a sentence without its stop. */
export function sayStep(run: Run, step: AnyStep, now: Instant): string {
  const state = stateOf(run, step.id);
  const title = inert(titleOf(run, step));
  if (state.status === 'failed') return `“${title}” failed`;
  if (state.status === 'interrupted') return `“${title}” was interrupted`;
  if (state.status === 'waiting') return `“${title}”`;
  if (state.stopping) return `“${title}” ${state.stopFailed ? 'could not be stopped' : 'is being stopped'}`;
  switch (step.verb) {
    case 'shift':
      return sayShift(run, { step, title, now });
    case 'wait':
      return `waiting until ${when(Number(state.resolved['until']))}`;
    case 'snapshot':
      return `“${title}”${until(run.watches[step.id]?.until ?? null)}`;
    case 'watch':
      return sayWatch(run, step, title);
    default:
      return sayAction(title, state);
  }
}

function sayAction(title: string, state: StepState): string {
  const { argv } = state.resolved;
  const command = Array.isArray(argv) ? ` ${code(argv.join(' '))}` : '';
  const part = state.part === null ? '' : ` (${state.part.index + 1} of ${state.part.of})`;
  const since = state.startedAt === null ? '' : `, since ${when(state.startedAt)}`;
  const poll = state.pollAt === null ? '' : `, asked again ${when(state.pollAt)}`;
  return `“${title}”${part}${command}${since}${poll}`;
}

type Shifting = { readonly step: AnyStep; readonly title: string; readonly now: Instant };

function sayShift(run: Run, { step, title, now }: Shifting): string {
  const wave = run.waves.findLast(one => one.step === step.id);
  if (wave === undefined) return `“${title}” begins when every watched metric passes`;
  if (wave.finishedAt !== null) return `“${title}”, wave ${wave.number} is through`;
  if (wave.shiftedAt === null || wave.soakUntil === null) return `moving ${wave.weight} % of the users`;
  return `soaking at ${wave.weight} % ${sayTargets(wave)}until ${when(wave.soakUntil)}${missingPass(run, wave, now)}`;
}

function sayTargets(wave: WaveState): string {
  const names = wave.targets.join(', ');
  return names === '' || names.length > 80 ? '' : `(${inert(names)}) `;
}

/** A soak ends only when all metrics have passed after the shift; what is missing is said with it. */
function missingPass(run: Run, { step, shiftedAt }: WaveState, now: Instant): string {
  const waits = watchesOver(run, step).flatMap(watch => {
    const { ready, waitsFor, says } = promotion(watch.definition, watch.state, { since: shiftedAt, now });
    if (ready || waitsFor.length === 0) return [];
    return waitsFor.length === watch.definition.metrics.length ? ['waits for a fresh pass of every metric'] : [says];
  });
  return waits.length === 0 ? '' : `, and ${inert([...new Set(waits)].join('; '))}`;
}

function sayWatch(run: Run, step: AnyStep & { verb: 'watch' }, title: string): string {
  const green = run.watches[step.id]?.state.greenSince ?? null;
  const goal = sayDuration(step.forMs);
  if (green === null) return `“${title}”, to be green for ${goal} without a break`;
  return `“${title}”, green since ${when(green)}, done ${when(green + step.forMs)}`;
}

function until(at: Instant | null): string {
  return at === null ? '' : ` until ${when(at)}`;
}

/** Nothing is in hand: the next try of a failed step, or the moment the next phase begins. */
function waitingFor(run: ReleaseRun): string | null {
  const retry = Object.entries(run.steps).find(([, state]) => state.status === 'pending' && state.retryAt !== null);
  const step = retry && findStep(run, retry[0]);
  if (step && retry[1].retryAt !== null)
    return `“${inert(titleOf(run, step))}” failed and is tried again ${when(retry[1].retryAt)}`;
  const next = run.runbook.phases.find(phase => run.phases[phase.id]?.status === 'pending');
  if (run.rollback || run.T === null || next?.at == null) return null;
  if (run.phases[next.id]?.due === true)
    return `“${inert(next.title)}” was to begin ${when(offsetFrom(run, next.at, run.T))}`;
  return `waiting until ${when(offsetFrom(run, next.at, run.T))}, when “${inert(next.title)}” begins`;
}
