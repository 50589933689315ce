import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { StepRules } from '#src/domain/procedure/in-steps.ts';
import { inSteps } from '#src/domain/procedure/in-steps.ts';
import { retriedByRunbook } from '#src/domain/procedure/retry.ts';
import type { Section } from '#src/domain/procedure/sections.ts';
import { askedNow, forward, isSettled, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actionSections, findAction, undoOf } from './action-sections.ts';
import { doneBy } from './doing.ts';
import type { ActionTaken } from './state.ts';

/**
 * The next fact that follows from the state of an incident alone; null when it waits for somebody or something. Phases
 * open in order, and nothing open or failed holds back another phase, an action, or the end.
 */
export function nextIncidentFact(run: IncidentRun, now: Instant): NewFact | null {
  const done = doneBy(run);
  if (done !== null) return done;
  if (run.status === 'resolved') return closed(run);
  for (const section of askedNow(run)) {
    const next = inPhase(run, section, now);
    if (next !== null) return next;
  }
  const begun = startedElsewhere(run);
  if (begun !== null) return begun;
  for (const section of actionSections(run)) {
    const next = inAction(run, section, now);
    if (next !== null) return next;
  }
  return null;
}

/** An action that starts another run has done its part when that is asked for; the run says itself when it begins. */
function startedElsewhere(run: IncidentRun): NewFact | null {
  const taken = run.actions.find(one => one.state === 'running' && findAction(run, one.action)?.does.kind === 'start');
  return taken
    ? fact('action.done', { id: taken.id, says: 'asked for here; what is started says itself when it begins' })
    : null;
}

/** What is resolved starts nothing any more; a phase that has nothing open left is done. */
function closed(run: IncidentRun): NewFact | null {
  const section = forward(run).find(
    one => run.phases[one.id]?.status === 'running' && one.steps.every(step => isSettled(stateOf(run, step.id))),
  );
  return section ? fact('phase.finished', { phase: section.id }) : null;
}

function inPhase(run: IncidentRun, section: Section, now: Instant): NewFact | null {
  const state = run.phases[section.id];
  const isDone = state?.status === 'done';
  if (!isDone && state?.status !== 'running') return fact('phase.started', { phase: section.id, late: null });
  // A higher grade may ask for more in a phase that was done.
  const next = inSteps(run, section, now, IN_PHASES);
  if (next !== 'done') return next;
  return isDone ? null : fact('phase.finished', { phase: section.id });
}

/** What is told by somebody else, whenever it comes, holds nothing back; the end of the incident does. */
const IN_PHASES: StepRules<IncidentRun> = {
  afterFailure: (_run, _section, step, state, now) =>
    retriedByRunbook(step, state, now) ??
    (step.onFailure === 'continue' && state.status === 'failed' ? 'go-on' : 'stays-open'),
  holds: step => step.verb !== 'do' || step.what === 'mitigated' || step.what === 'resolve',
};

function inAction(run: IncidentRun, section: Section, now: Instant): NewFact | null {
  const taken = run.actions.find(one => one.id === section.id || undoOf(one.id) === section.id);
  if (taken === undefined || !isWalked(taken, section)) return null;
  const next = inSteps(run, section, now, IN_ACTIONS);
  if (next !== 'done') return next;
  const says = `${section.title}: ${outcomeOf(run, section)}`;
  return taken.state === 'undoing'
    ? fact('action.undone', { id: taken.id, says })
    : fact('action.done', { id: taken.id, says });
}

/** Where people find what it made: a ticket, a notice on the status page. */
function outcomeOf(run: IncidentRun, { steps }: Section): string {
  const places = steps.flatMap(step => stateOf(run, step.id).outputs['url'] ?? []);
  return ['done', ...places].join(', ');
}

function isWalked(taken: ActionTaken, section: Section): boolean {
  return section.id === taken.id ? taken.state === 'running' : taken.state === 'undoing';
}

/** What an action does builds on what it did before: a failed step waits for somebody. */
const IN_ACTIONS: StepRules<IncidentRun> = {
  afterFailure: (_run, _section, step, state, now) =>
    retriedByRunbook(step, state, now) ?? (step.onFailure === 'continue' && state.status === 'failed' ? 'go-on' : null),
  holds: () => true,
};
