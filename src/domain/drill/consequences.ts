import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { hasWorkInHand } from '#src/domain/procedure/in-hand.ts';
import { ticksAtStart, ticksFrom } from '#src/domain/procedure/items.ts';
import { forward, recordsSection, stateOf } from '#src/domain/procedure/sections.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';

/** Facts that always come with another. */
export function drillConsequences(before: DrillRun | null, caused: Fact, run: DrillRun): readonly NewFact[] {
  switch (caused.type) {
    case 'phase.started':
      return ticksAtStart(run, `${caused.data.phase}.checkpoint`);
    case 'phase.finished':
      return ticksFrom(run, caused.data.phase);
    case 'step.started':
      return ticksAtStart(run, caused.data.step);
    case 'step.finished':
      return stateOf(run, caused.data.step).status === 'done' ? ticksFrom(run, caused.data.step) : [];
    case 'step.failed':
    case 'step.skipped':
    case 'step.cancelled':
      return run.watches[caused.data.step]?.ended === false
        ? [fact('watch.ended', { watch: caused.data.step, reason: 'its step ended' })]
        : [];
    case 'drill.aborted':
      return leave(before ?? run);
    default:
      return [];
  }
}

/** What is in hand is stopped, what waits for a person or a reading is called off. */
function leave(run: DrillRun): readonly NewFact[] {
  const steps = [...forward(run), recordsSection(run)].flatMap(section => section.steps);
  return steps.flatMap(step => {
    const { status, attempt } = stateOf(run, step.id);
    if (hasWorkInHand(run, step)) return [fact('command.stopping', { step: step.id, attempt })];
    if (status !== 'running' && status !== 'waiting') return [];
    return [fact('step.cancelled', { step: step.id, attempt, reason: 'the drill was aborted' })];
  });
}
