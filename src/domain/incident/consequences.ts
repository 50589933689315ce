import type { NewFact } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { hasWorkInHand } from '#src/domain/procedure/in-hand.ts';
import { ticksAtStart, ticksFrom } from '#src/domain/procedure/items.ts';
import { findStep, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { actionSections } from './action-sections.ts';
import { gradeOf, isHigher } from './grade.ts';
import { keyOf, openPages, requestPages } from './paging.ts';
import { endWatches, startWatches } from './watching.ts';

/** Facts that always come with another: a declaration pages and measures, a resolution ends what goes on. */
export function incidentConsequences(before: IncidentRun | null, caused: Fact, run: IncidentRun): readonly NewFact[] {
  switch (caused.type) {
    case 'incident.declared':
      return [...pageForGrade(run, `${run.severity} declared`), ...startWatches(run)];
    case 'incident.reopened':
      return [...pageForGrade(run, `reopened: ${caused.data.reason}`), ...startWatches(run)];
    case 'incident.severity-set':
      return raised(before, run);
    case 'action.undoing':
      return leftBehind(run, caused.data.id);
    case 'incident.resolved':
      return [...leave(run), ...endWatches(run, 'the incident is resolved'), ...endPages(run)];
    case 'step.finished':
      return stateOf(run, caused.data.step).status === 'done' ? ticksFrom(run, caused.data.step) : [];
    case 'phase.finished':
      return ticksFrom(run, caused.data.phase);
    case 'step.started':
      return [...ticksAtStart(run, caused.data.step), ...paged(run, caused)];
    case 'step.failed':
    case 'step.skipped':
    case 'step.cancelled':
      return run.watches[caused.data.step]?.ended === false
        ? [fact('watch.ended', { watch: caused.data.step, reason: 'its step ended' })]
        : [];
    default:
      return [];
  }
}

/** What of an action still waits for somebody when it is undone is not done any more. */
function leftBehind(run: IncidentRun, taken: string): readonly NewFact[] {
  const steps = actionSections(run).find(one => one.id === taken)?.steps ?? [];
  return steps.flatMap(step => {
    const { status, attempt } = stateOf(run, step.id);
    if (status !== 'waiting' && status !== 'failed' && status !== 'interrupted') return [];
    return [fact('step.cancelled', { step: step.id, attempt, reason: 'the action is undone' })];
  });
}

/** Nobody is woken for what is over. */
function endPages(run: IncidentRun): readonly NewFact[] {
  const says = 'ended with the incident';
  return openPages(run).map(page => fact('page.resolved', { page: page.id, by: null, via: 'gonogo', says }));
}

/** A `page` step asks for its pages and is done with that: what becomes of them is theirs to tell. */
function paged(run: IncidentRun, { data }: Fact & { type: 'step.started' }): readonly NewFact[] {
  const step = findStep(run, data.step);
  if (step?.verb !== 'page' || 'problem' in data.resolved) return [];
  const why = String(data.resolved['text'] ?? step.title);
  const says = `asked for ${step.to.join(', ')}`;
  return [
    fact('incident.escalated', { rule: -1, without: 'asked', roles: [...step.to], says: why }),
    ...requestPages(run, step.to, why),
    fact('step.finished', { step: step.id, attempt: data.attempt, outputs: {}, says, rule: null }),
  ];
}

/** A higher grade pages whom the old one did not: nobody whose page is open already is woken a second time. */
function raised(before: IncidentRun | null, run: IncidentRun): readonly NewFact[] {
  if (before === null || !isHigher(run, run.severity, before.severity)) return [];
  const paged = openPages(run).map(page => page.key);
  return pageForGrade(run, `raised from ${before.severity} to ${run.severity}`, paged);
}

function pageForGrade(run: IncidentRun, why: string, paged: readonly string[] = []): readonly NewFact[] {
  const grade = gradeOf(run);
  if (grade === null || !grade.page) return [];
  const roles = grade.calls.filter(role => !paged.includes(keyOf(run, role) ?? ''));
  return requestPages(run, roles, why);
}

/** Nobody is asked any more: what waits is called off, what is in hand is told to stop. */
function leave(run: IncidentRun): readonly NewFact[] {
  return sectionsNow(run).flatMap(section =>
    section.steps.flatMap(step => {
      const { status, attempt } = stateOf(run, step.id);
      if (step.verb === 'do' && status === 'waiting') return [];
      if (hasWorkInHand(run, step)) return [fact('command.stopping', { step: step.id, attempt })];
      if (status !== 'running' && status !== 'waiting') return [];
      return [fact('step.cancelled', { step: step.id, attempt, reason: 'the incident is resolved' })];
    }),
  );
}
