import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { findStep, sectionOf, stateOf } from './sections.ts';
import type { Run, StepState, WaveState } from './state.ts';

/** Verbs that wait for a person from the start. */
const HUMAN = new Set(['confirm', 'checklist', 'ask', 'approve', 'attach', 'checkpoint']);

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
        stopping: false,
      });
    case 'step.retried':
      return {
        ...retried(run, fact),
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
      return withStep(run, fact.data.step, { stopping: true });
    case 'command.output':
      return withStep(run, fact.data.step, { tail: fact.data.tail });
    case 'item.ticked':
      return ticked(run, fact);
    case 'evidence.attached':
      return evidence(run, fact);
    case 'wave.started':
      return {
        ...run,
        waves: [...run.waves, { ...fact.data, startedAt: fact.at, shiftedAt: null, soakUntil: null, finishedAt: null }],
      };
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
  const waits = step !== null && (HUMAN.has(step.verb) || fact.data.resolved['confirmFirst'] !== undefined);
  const before = stateOf(run, fact.data.step);
  const next = withStep(run, fact.data.step, {
    status: waits ? 'waiting' : 'running',
    began: before.began || !waits,
    attempt: fact.data.attempt,
    startedAt: before.part === null || before.startedAt === null ? fact.at : before.startedAt,
    endedAt: null,
    resolved: fact.data.resolved,
    part: fact.data.part,
    says: '',
    detail: null,
    retryAt: null,
    pollAt: null,
    stopping: false,
    tail: '',
  });
  return waits ? next : { ...next, touchedProduction: run.touchedProduction || changesProduction(run, fact.data.step) };
}

/** A step that acts on the world inside a phase that touches production. */
function changesProduction(run: Run, stepId: string): boolean {
  const verb = findStep(run, stepId)?.verb;
  const acts = verb === 'run' || verb === 'http' || verb === 'shift';
  return acts && sectionOf(run, stepId)?.phase?.touchesProduction === true;
}

function finished(run: Run, fact: Fact & { type: 'step.finished' }): Run {
  const step = findStep(run, fact.data.step);
  const { outputs } = fact.data;
  const next = withStep(run, fact.data.step, {
    status: 'done',
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
    part: null,
  });
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
