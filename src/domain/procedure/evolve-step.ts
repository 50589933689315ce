import type { Fact } from '#src/domain/fact.ts';
import { findStep, HUMAN, stateOf } from './sections.ts';
import { setBack } from './set-back.ts';
import type { Care, Run, StepState, WaveState } from './state.ts';
import { changed } from './state.ts';

/** Folds what happens to single steps, their items and waves. What a release makes of it is in release/evolve-release-step.ts. */
export function evolveStep<R extends Run>(run: R, fact: Fact): R {
  switch (fact.type) {
    case 'step.started':
      return started(run, fact);
    case 'step.finished':
      return finished(run, fact);
    case 'step.answered':
      return withStep(run, fact.data.step, {
        outputs: fact.data.outputs,
        tail: fact.data.says,
        pollAt: fact.data.pollAt,
      });
    case 'step.failed':
    case 'step.interrupted':
      return withStep(run, fact.data.step, {
        status: fact.type === 'step.failed' ? 'failed' : 'interrupted',
        endedAt: fact.at,
        says: fact.data.says,
        detail: fact.data.detail,
        unknown: fact.type === 'step.interrupted' || fact.data.unknown === true,
        stopping: false,
      });
    case 'step.retried':
      return retried(run, fact);
    case 'step.skipped':
      return withStep(run, fact.data.step, {
        status: 'skipped',
        endedAt: fact.at,
        by: personOf(fact),
        says: fact.data.reason,
        retryAt: null,
      });
    case 'step.cancelled':
      return withStep(run, fact.data.step, {
        status: 'cancelled',
        endedAt: fact.at,
        says: fact.data.reason,
        retryAt: null,
        stopping: false,
      });
    case 'command.stopping':
      return withStep(run, fact.data.step, { stopping: true, stopFailed: false });
    case 'effect.gave-up':
      return fact.data.step === undefined ? run : withStep(run, fact.data.step, { stopFailed: true });
    case 'command.output':
      return withStep(run, fact.data.step, { tail: fact.data.tail });
    case 'step.claimed':
      return withStep(run, fact.data.step, { care: careOf(fact, personOf(fact), true) });
    case 'step.handed':
      return withStep(run, fact.data.step, { care: careOf(fact, fact.data.to, false) });
    case 'step.unclaimed': {
      const { care } = stateOf(run, fact.data.step);
      return withStep(run, fact.data.step, { care: { ...careOf(fact, care?.user ?? null, false), asked: true } });
    }
    case 'item.ticked':
      return ticked(run, fact);
    case 'evidence.attached':
      return evidence(run, fact);
    case 'wave.started':
      return waveStarted(run, fact);
    case 'wave.shifted':
      return withWave(run, fact.data.number, { shiftedAt: fact.at, soakUntil: fact.data.soakUntil });
    case 'clock.jumped':
      return setBack(run, fact);
    case 'wave.finished':
      return withWave(run, fact.data.number, { finishedAt: fact.at });
    default:
      return run;
  }
}

function started<R extends Run>(run: R, fact: Fact & { type: 'step.started' }): R {
  const step = findStep(run, fact.data.step);
  const hopeless = fact.data.resolved['problem'] !== undefined;
  const waits = !hopeless && step !== null && (HUMAN.has(step.verb) || 'confirmFirst' in fact.data.resolved);
  const before = stateOf(run, fact.data.step);
  // The next entry of an `each` is the same attempt: its time is counted from the first.
  const goesOn = before.part !== null && before.attempt === fact.data.attempt;
  return withStep(run, fact.data.step, {
    status: waits ? 'waiting' : 'running',
    began: before.began || !(waits || hopeless),
    attempt: fact.data.attempt,
    startedAt: goesOn ? before.startedAt : fact.at,
    endedAt: null,
    resolved: fact.data.resolved,
    part: fact.data.part,
    says: '',
    detail: null,
    unknown: false,
    retryAt: null,
    pollAt: null,
    stopping: false,
    tail: '',
    care: null,
    ...(goesOn ? { ticks: {} } : {}),
  });
}

function finished<R extends Run>(run: R, fact: Fact & { type: 'step.finished' }): R {
  const { part } = stateOf(run, fact.data.step);
  const outputs = { ...(part === null ? {} : stateOf(run, fact.data.step).outputs), ...fact.data.outputs };
  const more = part !== null && part.index + 1 < part.of;
  return withStep(run, fact.data.step, {
    // One entry of an `each` is done, the next one is due.
    status: more ? 'pending' : 'done',
    ...(more ? { part: { ...part, index: part.index + 1 } } : {}),
    endedAt: fact.at,
    by: personOf(fact),
    outputs,
    says: fact.data.says,
    detail: null,
    stopping: false,
    retryAt: null,
  });
}

function retried<R extends Run>(run: R, fact: Fact & { type: 'step.retried' }): R {
  return withStep(run, fact.data.step, {
    status: 'pending',
    retryAt: fact.data.at,
    endedAt: null,
    ticks: {},
    care: null,
  });
}

/** A wave that is moved again after a failure keeps its number and its place. */
function waveStarted<R extends Run>(run: R, fact: Fact & { type: 'wave.started' }): R {
  const { step, number } = fact.data;
  const { attempt } = stateOf(run, step);
  const wave = { ...fact.data, attempt, startedAt: fact.at, shiftedAt: null, soakUntil: null, finishedAt: null };
  const known = run.waves.some(one => one.number === number);
  // Each wave is a command of its own, and so is what it prints.
  return changed(withStep(run, step, { tail: '' }), {
    waves: known ? run.waves.map(one => (one.number === number ? wave : one)) : [...run.waves, wave],
  });
}

function careOf(fact: Fact, user: string | null, taken: boolean): Care {
  return { user, taken, since: fact.at, asked: false };
}

function ticked<R extends Run>(run: R, fact: Fact & { type: 'item.ticked' }): R {
  const state = stateOf(run, fact.data.step);
  const tick = { holds: fact.data.holds, by: personOf(fact), at: fact.at, remark: fact.data.remark };
  return withStep(run, fact.data.step, { ticks: { ...state.ticks, [fact.data.item]: tick } });
}

function evidence<R extends Run>(run: R, fact: Fact & { type: 'evidence.attached' }): R {
  const state = stateOf(run, fact.data.step);
  const { label, link, file } = fact.data;
  const one = { label, link, by: personOf(fact) ?? 'gonogo', ...(file && { file }) };
  return withStep(run, fact.data.step, { evidence: [...state.evidence, one] });
}

export function withStep<R extends Run>(run: R, id: string, change: Partial<StepState>): R {
  return changed(run, { steps: { ...run.steps, [id]: { ...stateOf(run, id), ...change } } });
}

function withWave<R extends Run>(run: R, number: number, change: Partial<WaveState>): R {
  return changed(run, { waves: run.waves.map(wave => (wave.number === number ? { ...wave, ...change } : wave)) });
}

function personOf(fact: Fact): string | null {
  return fact.actor.kind === 'person' ? fact.actor.user : null;
}
