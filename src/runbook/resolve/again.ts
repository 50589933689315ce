import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';

type AgainStep = Extract<Step, { verb: 'again' }>;

/**
 * Puts the steps of the phases an `again` names in its place, under ids of their own (`again.<phase>.<step>`), so that what
 * they found the first time stays on record beside what they find now. Done after lint, which points at the `again`.
 */
export function withRepeats(runbook: ReleaseRunbook): ReleaseRunbook {
  const { rollback, phases } = runbook;
  if (rollback === null) return runbook;
  const steps = rollback.steps.flatMap(step => (step.verb === 'again' ? repeats(step, phases) : [step]));
  return { ...runbook, rollback: { ...rollback, steps } };
}

function repeats(again: AgainStep, phases: readonly Phase[]): readonly Step[] {
  return again.phases.flatMap(id => {
    const phase = phases.find(one => one.id === id);
    return phase ? phase.steps.map(step => repeat(again, phase, step)) : [];
  });
}

function repeat(again: AgainStep, phase: Phase, step: Step): Step {
  const own = (id: string) => (phase.steps.some(one => one.id === id) ? `again.${phase.id}.${id}` : id);
  const envelope = {
    id: own(step.id),
    title: `Again: ${step.title}`,
    off: again.off ?? phase.off ?? step.off,
    when: step.when ?? phase.when,
    undoes: again.undoes,
    delivers: null,
  };
  if (step.verb !== 'checklist') return { ...step, ...envelope };
  const items = step.items.map(item => ({ ...item, from: item.from === null ? null : own(item.from) }));
  return { ...step, ...envelope, items };
}
