import type { Phase, Step } from '#src/domain/runbook/model.ts';
import type { Run, StepState } from './state.ts';
import { PENDING_STEP } from './state.ts';

/** A stretch of steps in order: a phase, the rollback, or the closing steps. */
export type Section = {
  readonly id: string;
  readonly title: string;
  readonly roles: readonly string[];
  readonly phase: Phase | null;
  readonly steps: readonly AnyStep[];
};

/** A step of the file, or the checkpoint that ends a phase: a sentence its role confirms, perhaps with items and facts. */
export type AnyStep = Step | CheckpointStep;
export type CheckpointStep = Omit<Step, 'verb'> & {
  readonly verb: 'checkpoint';
  readonly says: string;
  readonly items: readonly import('#src/domain/runbook/model.ts').ChecklistItem[];
  readonly requires: readonly import('#src/domain/runbook/model.ts').FactCondition[];
};

export const ROLLBACK = 'rollback';
export const CLOSING = 'finally';

/** What the run walks through now, in order. Closing steps come last, however it ends. */
export function sectionsNow(run: Run): readonly Section[] {
  if (run.abort) return [closing(run)];
  return run.rollback ? [rollbackSection(run), closing(run)] : [...forward(run), closing(run)];
}

export function forward(run: Run): readonly Section[] {
  return run.runbook.phases.map(phase => ({
    id: phase.id,
    title: phase.title,
    roles: phase.roles,
    phase,
    steps: [...phase.steps, ...checkpointOf(phase.id, phase)],
  }));
}

export function rollbackSection(run: Run): Section {
  const rollback = run.runbook.rollback;
  const roles = rollback ? rollbackRoles(run) : [];
  const steps = rollback ? [...rollback.steps, ...checkpointOf(ROLLBACK, { ...rollback, roles })] : [];
  return { id: ROLLBACK, title: 'Rollback', roles, phase: null, steps };
}

function closing(run: Run): Section {
  return {
    id: CLOSING,
    title: 'Closing',
    roles: run.runbook.phases[0]?.roles ?? [],
    phase: null,
    steps: run.runbook.finally,
  };
}

/** Who decides and does it: responsible and accountable of the rollback's activity, else whoever leads the phase it happens in. */
export function rollbackRoles(run: Run): readonly string[] {
  const row = run.runbook.product.raci[run.runbook.rollback?.activity ?? 'rollback'];
  if (row) return [...new Set([...row.responsible, ...row.accountable])];
  return currentPhase(run)?.roles ?? [];
}

function checkpointOf(
  id: string,
  section: { readonly checkpoint: Phase['checkpoint']; readonly roles: readonly string[] },
): readonly CheckpointStep[] {
  const { checkpoint, roles } = section;
  if (!checkpoint) return [];
  const step: CheckpointStep = {
    verb: 'checkpoint',
    id: `${id}.checkpoint`,
    title: checkpoint.says,
    says: checkpoint.says,
    items: checkpoint.items,
    requires: checkpoint.requires,
    roles,
    activity: null,
    off: null,
    when: null,
    each: null,
    timeoutMs: null,
    retry: null,
    onFailure: 'pause',
    ifFails: null,
    skip: { by: 'role' },
    repeatable: false,
    undoes: [],
    pointOfNoReturn: false,
    delivers: null,
    evidence: null,
    cleanup: null,
  };
  return [step];
}

/** Every step of the run, in whatever track. */
export function allSteps(run: Run): readonly AnyStep[] {
  return [...forward(run), rollbackSection(run), closing(run)].flatMap(section => section.steps);
}

export function findStep(run: Run, id: string): AnyStep | null {
  return allSteps(run).find(step => step.id === id) ?? null;
}

export function sectionOf(run: Run, stepId: string): Section | null {
  const sections = [...forward(run), rollbackSection(run), closing(run)];
  return sections.find(section => section.steps.some(step => step.id === stepId)) ?? null;
}

export function stateOf(run: Run, stepId: string): StepState {
  return run.steps[stepId] ?? PENDING_STEP;
}

/** Nothing more will happen to it by itself. */
export function isSettled(state: StepState): boolean {
  return (
    state.status === 'done' || state.status === 'skipped' || state.status === 'off' || state.status === 'cancelled'
  );
}

/** The phase the forward way stands in: the running one, else the last that ran, else the first. */
export function currentPhase(run: Run): Phase | null {
  const running = run.runbook.phases.find(phase => run.phases[phase.id]?.status === 'running');
  if (running) return running;
  const begun = run.runbook.phases.filter(phase => run.phases[phase.id]?.startedAt != null);
  return begun.at(-1) ?? run.runbook.phases[0] ?? null;
}

/** The step the run stands at: the first one of the present track that is not settled and has begun. */
export function currentStep(run: Run): AnyStep | null {
  for (const section of sectionsNow(run)) {
    for (const step of section.steps) {
      const { status } = stateOf(run, step.id);
      if (status === 'running' || status === 'waiting' || status === 'failed' || status === 'interrupted') return step;
    }
  }
  return null;
}
