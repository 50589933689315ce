import type { Fact } from '#src/domain/fact.ts';
import type { CheckpointStep, Section } from '#src/domain/procedure/sections.ts';
import { forward, rollbackSection, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';

/**
 * Checkpoints whose list opens with these facts: what is to be looked at during a rollout is ticked during it, long before
 * the checkpoint itself asks. A phase that first has its go looked at again has not begun before that has held.
 */
export function listsOpened(run: ReleaseRun, facts: readonly Fact[]): readonly CheckpointStep[] {
  if (run.awaits?.purpose === 'again') return [];
  if (facts.some(fact => fact.type === 'release.rollback-started')) return listsOf([rollbackSection(run)]);
  const looked = facts.some(fact => fact.type === 'facts.recorded' && fact.data.purpose === 'again');
  const began = new Set(facts.flatMap(fact => (fact.type === 'phase.started' ? [fact.data.phase] : [])));
  const running = forward(run).filter(section => run.phases[section.id]?.status === 'running');
  return run.abort || run.rollback ? [] : listsOf(running.filter(section => looked || began.has(section.id)));
}

/** Lists that were opened and whose checkpoint was never reached. */
export function listsLeft(run: ReleaseRun): readonly CheckpointStep[] {
  const sections = [...forward(run).filter(one => run.phases[one.id]?.status === 'running'), rollbackSection(run)];
  return listsOf(run.rollback ? sections : sections.slice(0, -1)).filter(step => stateOf(run, step.id).attempt === 0);
}

/** Their message is that of the first attempt, which is drawn anew when the checkpoint is reached. */
export const LIST_ATTEMPT = 1;

function listsOf(sections: readonly Section[]): readonly CheckpointStep[] {
  const steps = sections.flatMap(section => section.steps);
  return steps.filter((step): step is CheckpointStep => step.verb === 'checkpoint' && step.items.length > 0);
}
