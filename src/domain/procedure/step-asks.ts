import type { Json, JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import { act, askAction, askPoll } from './asks.ts';
import type { EffectAsk } from './effects.ts';
import { refOf } from './refs.ts';
import { findStep, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** What the steps of any run ask of the world. */
export function stepAsks(run: Run, fact: Fact): readonly EffectAsk[] {
  if (fact.type === 'step.started') return stepStarted(run, fact);
  if (fact.type === 'evidence.offered') return [readEvidence(run, fact)];
  return fact.type === 'command.stopping' ? [stop(run, fact)] : [];
}

/** A step that asks first, or whose texts do not resolve, does nothing yet. */
export function isReady(resolved: JsonObject): boolean {
  return !('confirmFirst' in resolved) && !('problem' in resolved);
}

function stepStarted(run: Run, fact: Fact & { type: 'step.started' }): readonly EffectAsk[] {
  const step = findStep(run, fact.data.step);
  const { resolved } = fact.data;
  if (step === null || !isReady(resolved)) return [];
  switch (step.verb) {
    case 'run':
    case 'http':
      return [askAction(run, step, resolved, null)];
    case 'check':
      return [
        act(run, 'check', step.id, {
          ...resolved,
          facts: step.facts as unknown as Json,
          window: run.stream,
        }),
      ];
    case 'show':
      return [act(run, 'check', step.id, { ...resolved, facts: [], window: run.stream })];
    case 'annotate':
      return [service(run, 'annotate', step.id, resolved)];
    case 'ticket':
      return [service(run, 'ticket.open', step.id, resolved)];
    case 'statuspage':
      return [service(run, 'status-page.set', step.id, resolved)];
    default:
      return [];
  }
}

/** Not in the lane of commands: a service that is away must not hold a rollback back. */
function service(run: Run, kind: EffectAsk['kind'], step: string, body: JsonObject): EffectAsk {
  return { ...act(run, kind, step, body), lane: `service:${run.stream}:${step}` };
}

function readEvidence(run: Run, { data, actor }: Fact & { type: 'evidence.offered' }): EffectAsk {
  return {
    kind: 'evidence.read',
    lane: `evidence:${run.stream}`,
    priority: 2,
    body: { ...data, actor: actor as unknown as Json },
  };
}

/** Work that was accepted elsewhere cannot be stopped from here: it is looked at once more, and its answer ends the step. */
function stop(run: Run, { data }: Fact & { type: 'command.stopping' }): EffectAsk {
  if (stateOf(run, data.step).pollAt !== null) return askPoll(run, data.step);
  return {
    kind: 'command.stop',
    lane: `stop:${run.stream}`,
    priority: 1,
    body: {
      step: data.step,
      attempt: data.attempt,
      // Named as a step's effects are, so that giving up finds its way back too.
      ref: refOf(run, data.step) as unknown as Json,
    },
  };
}
