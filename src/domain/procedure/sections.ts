import type { Instant } from '#src/base/time.ts';
import { actionSections } from '#src/domain/incident/action-sections.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { ChecklistItem, Step, StepEnvelope } from '#src/domain/runbook/model/step.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import type { DrillRun, IncidentRun, ReleaseRun, Run, StepState } from './state.ts';
import { PENDING_STEP } from './state.ts';

/** A stretch of steps in order: a phase, the rollback, the closing steps, an action of an incident or its undoing. */
export type Section = {
  readonly id: string;
  readonly title: string;
  readonly roles: readonly string[];
  readonly phase: Phase | null;
  readonly steps: readonly AnyStep[];
};

/** A step of the file, or the checkpoint that ends a phase: a sentence its role confirms, perhaps with items and facts. */
export type AnyStep = Step | CheckpointStep;
export type CheckpointStep = StepEnvelope & {
  readonly verb: 'checkpoint';
  readonly says: string;
  readonly items: readonly ChecklistItem[];
  readonly requires: readonly FactCondition[];
};

export const ROLLBACK = 'rollback';
export const CLOSING = 'finally';
/** Of a drill: the question at its end, for the figures a person has to note. */
export const RECORDS = 'records';
export const RECORDS_STEP = 'records.figures';

/** Verbs that wait for a person from the start. */
export const HUMAN: ReadonlySet<AnyStep['verb']> = new Set([
  'confirm',
  'checklist',
  'ask',
  'approve',
  'attach',
  'checkpoint',
  'do',
  'start',
]);

/** What the run walks through now, in order. Closing steps of a release come last, however it ends. */
export function sectionsNow(run: Run): readonly Section[] {
  if (run.kind === 'incident') return [...askedNow(run), ...actionSections(run)];
  if (run.kind === 'drill') return run.abort ? [leftTidy(run)] : [...forward(run), recordsSection(run)];
  if (run.abort) return [closing(run)];
  return run.rollback ? [rollbackSection(run), closing(run)] : [...forward(run), closing(run)];
}

/** Every stretch the run has, walked now or not. */
function sections(run: Run): readonly Section[] {
  if (run.kind === 'incident') return [...forward(run), ...actionSections(run)];
  if (run.kind === 'drill') return [...forward(run), recordsSection(run)];
  return [...forward(run), rollbackSection(run), closing(run)];
}

/** Does the run still walk there? What it left behind cannot be retried, skipped or ticked any more. */
export function isOnTheWay(run: Run, stepId: string): boolean {
  return sectionsNow(run).some(section => section.steps.some(step => step.id === stepId));
}

/** Its phase has ended: nothing walks there any more, so what is asked for again would wait for ever. */
export function isPast(run: Run, stepId: string): boolean {
  const phase = run.kind === 'incident' ? null : sectionOf(run, stepId)?.phase;
  const status = phase ? run.phases[phase.id]?.status : undefined;
  return status === 'done' || status === 'skipped';
}

export function forward(run: Run): readonly Section[] {
  return run.runbook.phases.map(phase => ({
    id: phase.id,
    title: phase.title,
    roles: phase.roles,
    phase,
    steps: [...phase.steps, ...checkpointOf(phase.id, phase), ...cleanupsOf(phase)],
  }));
}

/**
 * What an incident asks for at its present grade. What another grade began is seen to its end and stays on record; what
 * only waits, or failed, is asked for no more.
 */
export function askedNow(run: IncidentRun): readonly Section[] {
  const isFor = (grades: readonly string[]) => grades.length === 0 || grades.includes(run.severity);
  return forward(run).flatMap(section => {
    const asked = isFor(section.phase?.grades ?? []);
    const steps = section.steps.filter(step => {
      const state = stateOf(run, step.id);
      return (asked && isFor(step.grades)) || state.status === 'running' || isSettled(state);
    });
    return asked || steps.length > 0 ? [{ ...section, steps }] : [];
  });
}

export function rollbackSection(run: ReleaseRun): Section {
  const rollback = run.runbook.rollback;
  const roles = rollback ? rollbackRoles(run) : [];
  const steps = rollback
    ? [...cleanupsLeft(run), ...rollback.steps, ...checkpointOf(ROLLBACK, { ...rollback, roles })]
    : [];
  return { id: ROLLBACK, title: 'Rollback', roles, phase: null, steps };
}

function closing(run: ReleaseRun): Section {
  return {
    id: CLOSING,
    title: 'Closing',
    roles: run.runbook.phases[0]?.roles ?? [],
    phase: null,
    steps: run.abort && !run.rollback ? [...cleanupsLeft(run), ...run.runbook.finally] : run.runbook.finally,
  };
}

/** What is noted at the end of a drill. */
export function recordsSection(run: DrillRun): Section {
  const { roles, records } = run.runbook;
  const fields = records.flatMap(record => (record.kind === 'asked' ? [record.input] : []));
  const ask: Step = { ...plain(RECORDS_STEP, 'Note the figures', roles), verb: 'ask', fields };
  return { id: RECORDS, title: 'Figures', roles, phase: null, steps: fields.length === 0 ? [] : [ask] };
}

/** What an aborted drill still does: it cleans up. */
function leftTidy(run: DrillRun): Section {
  return { id: CLOSING, title: 'Closing', roles: run.runbook.roles, phase: null, steps: cleanupsLeft(run) };
}

/** The phase that was left in the middle is cleaned up first, however the run goes on. */
function cleanupsLeft(run: ReleaseRun | DrillRun): readonly Step[] {
  return run.runbook.phases.filter(phase => run.phases[phase.id]?.status === 'running').flatMap(cleanupsOf);
}

/** Who decides and does it: responsible and accountable of the rollback's activity, else whoever leads the phase it happens in. */
export function rollbackRoles(run: ReleaseRun): readonly string[] {
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
  const { says, items, requires } = checkpoint;
  return [{ ...plain(`${id}.checkpoint`, says, roles), verb: 'checkpoint', says, items, requires }];
}

const CLEANUP = '.cleanup';

/** What a phase's steps want done once when it ends; tried twice, and a failure holds nothing back. */
function cleanupsOf(phase: Phase): readonly Step[] {
  return phase.steps.flatMap((step): readonly Step[] => {
    const { cleanup } = step;
    if (cleanup === null) return [];
    const envelope = {
      ...plain(`${step.id}${CLEANUP}`, `Clean up after ${step.title}`, step.roles),
      onFailure: 'continue' as const,
      retry: { attempts: 2, backoffMs: 0 },
    };
    return cleanup.kind === 'run'
      ? [{ ...envelope, verb: 'run', act: cleanup, background: null, expect: { exit: 0, output: null }, outputs: {} }]
      : [{ ...envelope, verb: 'http', act: cleanup, settleMs: null, until: null, outputs: {} }];
  });
}

/** The step this one cleans up after; null: it is a step of its own. */
export function cleansUpAfter(run: Run, step: AnyStep): Step | null {
  if (!step.id.endsWith(CLEANUP)) return null;
  const owner = step.id.slice(0, -CLEANUP.length);
  const steps = run.runbook.phases.flatMap(phase => phase.steps);
  return steps.find(one => one.id === owner && one.cleanup !== null) ?? null;
}

/** The envelope of a step nobody wrote as one. */
function plain(id: string, title: string, roles: readonly string[]): StepEnvelope {
  return {
    id,
    title,
    roles,
    activity: null,
    off: null,
    grades: [],
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
}

/** Every step of the run, in whatever track. */
export function allSteps(run: Run): readonly AnyStep[] {
  return sections(run).flatMap(section => section.steps);
}

export function findStep(run: Run, id: string): AnyStep | null {
  return allSteps(run).find(step => step.id === id) ?? null;
}

export function sectionOf(run: Run, stepId: string): Section | null {
  return sections(run).find(section => section.steps.some(step => step.id === stepId)) ?? null;
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

/**
 * Until when the next step is held back: an `http` step may want its answer to settle. A moment in the past, or 0, holds
 * nothing.
 */
export function settlesAt(step: AnyStep, state: StepState): Instant {
  if (step.verb !== 'http' || step.settleMs === null || state.endedAt === null) return 0;
  const betweenParts = state.status === 'pending' && state.part !== null;
  return state.status === 'done' || betweenParts ? state.endedAt + step.settleMs : 0;
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
      // A background command goes on beside whatever the run stands at.
      if (status === 'running' && step.verb === 'run' && step.background !== null) continue;
      if (status === 'running' || status === 'waiting' || status === 'failed' || status === 'interrupted') return step;
    }
  }
  return null;
}
