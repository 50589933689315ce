import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { findStep, HUMAN, sectionOf, stateOf } from './sections.ts';
import type { Run, StepState, WaveState } from './state.ts';

/** Folds what happens to single steps, their items and waves. */
export function evolveStep(run: Run, fact: Fact): Run {
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
      return {
        ...retried(run, fact),
        awaits: run.awaits?.step === fact.data.step ? null : run.awaits,
        ...(run.pause?.step === fact.data.step
          ? { pause: null, status: run.rollback ? 'rolling-back' : 'running' }
          : {}),
      };
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
    case 'item.ticked':
      return ticked(run, fact);
    case 'evidence.attached':
      return evidence(run, fact);
    case 'wave.started':
      return waveStarted(run, fact);
    case 'wave.shifted':
      return withWave(run, fact.data.number, { shiftedAt: fact.at, soakUntil: fact.data.soakUntil });
    case 'wave.finished':
      return withWave(run, fact.data.number, { finishedAt: fact.at });
    default:
      return run;
  }
}

function started(run: Run, fact: Fact & { type: 'step.started' }): Run {
  const step = findStep(run, fact.data.step);
  const hopeless = fact.data.resolved['problem'] !== undefined;
  const waits = !hopeless && step !== null && (HUMAN.has(step.verb) || 'confirmFirst' in fact.data.resolved);
  const before = stateOf(run, fact.data.step);
  // The next entry of an `each` is the same attempt: its time is counted from the first.
  const goesOn = before.part !== null && before.attempt === fact.data.attempt;
  const next = withStep(run, fact.data.step, {
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
    ...(goesOn ? { ticks: {} } : {}),
  });
  if (waits || hopeless) return next;
  return {
    ...next,
    touchedProduction: run.touchedProduction || changesProduction(run, fact.data.step),
    noReturn: run.noReturn || step?.pointOfNoReturn === true,
  };
}

/** A step that acts on the world inside a phase that touches production. */
function changesProduction(run: Run, stepId: string): boolean {
  const verb = findStep(run, stepId)?.verb;
  const acts = verb === 'run' || verb === 'http' || verb === 'shift';
  return acts && sectionOf(run, stepId)?.phase?.touchesProduction === true;
}

function finished(run: Run, fact: Fact & { type: 'step.finished' }): Run {
  const step = findStep(run, fact.data.step);
  const { part } = stateOf(run, fact.data.step);
  const outputs = { ...(part === null ? {} : stateOf(run, fact.data.step).outputs), ...fact.data.outputs };
  const more = part !== null && part.index + 1 < part.of;
  const next = withStep(run, fact.data.step, {
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
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : null);
  return {
    ...next,
    noReturn: run.noReturn || step?.pointOfNoReturn === true,
    ...(step?.verb === 'version'
      ? {
          version: text(outputs['version']) ?? run.version,
          commit: text(outputs['commit']),
          tag: text(outputs['tag']),
          previousVersion: text(outputs['previousVersion']),
          previousTag: text(outputs['previousTag']),
          title: text(outputs['title']) ?? run.title,
        }
      : {}),
  };
}

function retried(run: Run, fact: Fact & { type: 'step.retried' }): Run {
  return withStep(run, fact.data.step, {
    status: 'pending',
    retryAt: fact.data.at,
    endedAt: null,
    ticks: {},
  });
}

/** A wave that is moved again after a failure keeps its number and its place. */
function waveStarted(run: Run, fact: Fact & { type: 'wave.started' }): Run {
  const { step, number } = fact.data;
  const { attempt } = stateOf(run, step);
  const wave = { ...fact.data, attempt, startedAt: fact.at, shiftedAt: null, soakUntil: null, finishedAt: null };
  const known = run.waves.some(one => one.number === number);
  return { ...run, waves: known ? run.waves.map(one => (one.number === number ? wave : one)) : [...run.waves, wave] };
}

function ticked(run: Run, fact: Fact & { type: 'item.ticked' }): Run {
  const state = stateOf(run, fact.data.step);
  const tick = { holds: fact.data.holds, by: personOf(fact), at: fact.at, remark: fact.data.remark };
  return withStep(run, fact.data.step, { ticks: { ...state.ticks, [fact.data.item]: tick } });
}

function evidence(run: Run, fact: Fact & { type: 'evidence.attached' }): Run {
  const state = stateOf(run, fact.data.step);
  const one = { label: fact.data.label, link: fact.data.link, by: personOf(fact) ?? 'gonogo' };
  return withStep(run, fact.data.step, { evidence: [...state.evidence, one] });
}

export function withStep(run: Run, id: string, change: Partial<StepState>): Run {
  return { ...run, steps: { ...run.steps, [id]: { ...stateOf(run, id), ...change } } };
}

function withWave(run: Run, number: number, change: Partial<WaveState>): Run {
  return { ...run, waves: run.waves.map(wave => (wave.number === number ? { ...wave, ...change } : wave)) };
}

function personOf(fact: Fact): string | null {
  return fact.actor.kind === 'person' ? fact.actor.user : null;
}
