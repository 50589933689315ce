import type { Fact } from '#src/domain/fact.ts';
import { evolveStep } from '#src/domain/procedure/evolve-step.ts';
import { evolveWatch } from '#src/domain/procedure/evolve-watch.ts';
import { findStep } from '#src/domain/procedure/sections.ts';
import type { IncidentRun, PhaseState } from '#src/domain/procedure/state.ts';
import { movedBy, regraded, reminded, silent, snoozed, updated } from './cadence.ts';
import { foldPage, movePages } from './evolve-page.ts';
import { evolveWork } from './evolve-work.ts';
import { cadenceOf } from './grade.ts';
import type { IncidentStatus } from './state.ts';

/** Folds one fact into the state of an incident. Facts that only tell something leave it as it is. */
export function evolveIncident(run: IncidentRun, fact: Fact): IncidentRun {
  const by = fact.actor.kind === 'person' ? fact.actor.user : null;
  switch (fact.type) {
    case 'incident.titled':
      return { ...run, title: fact.data.title, titled: true };
    case 'incident.impact-set':
      return { ...run, impact: fact.data.impact };
    case 'incident.joined':
      return by === null ? run : responding(run, by);
    case 'incident.severity-set':
      return severitySet(run, fact, by);
    case 'incident.suggested':
      return { ...run, suggestion: { severity: fact.data.severity, says: fact.data.says, at: fact.at } };
    case 'incident.suggestion-ended':
      return { ...run, suggestion: null };
    case 'incident.escalated':
      return { ...run, escalated: [...run.escalated, { rule: fact.data.rule, at: fact.at }] };
    case 'incident.commander-set':
      return commanderSet(run, fact);
    case 'incident.deputy-set':
      return responding({ ...run, deputy: fact.data.user }, fact.data.user);
    case 'handover.offered':
      return {
        ...run,
        handover: { to: fact.data.to, by: by ?? 'gonogo', at: fact.at, brief: fact.data.brief },
      };
    case 'handover.accepted':
    case 'handover.declined':
      return { ...run, handover: null };
    case 'incident.updated':
      return incidentUpdated(run, fact, by);
    case 'incident.update-due':
      return { ...run, cadence: reminded(run.cadence, cadenceOf(run), { at: fact.at, seq: fact.seq, missed: false }) };
    case 'incident.update-missed':
      return { ...run, cadence: reminded(run.cadence, cadenceOf(run), { at: fact.at, seq: fact.seq, missed: true }) };
    case 'reminder.snoozed':
      return { ...run, cadence: snoozed(run.cadence, cadenceOf(run), fact.data.until) };
    case 'incident.mitigated':
      return { ...statusSet(run, 'mitigated', fact), mitigatedAt: fact.data.at };
    case 'incident.reactivated':
      return { ...statusSet(run, 'investigating', fact), mitigatedAt: null };
    case 'incident.resolve-refused':
      return {
        ...run,
        refusals: [...run.refusals, { reasons: fact.data.reasons.map(one => one.says), at: fact.at }],
      };
    case 'incident.resolved':
      return {
        ...statusSet(run, 'resolved', fact),
        resolvedAt: fact.at,
        endedAt: fact.at,
        resolution: { summary: fact.data.summary, by: by ?? 'gonogo' },
        cadence: silent(run.cadence),
      };
    case 'incident.reopened':
      return {
        ...statusSet(run, 'investigating', fact),
        resolvedAt: null,
        endedAt: null,
        mitigatedAt: null,
        openedAt: fact.at,
        suggestion: null,
        steps: takenUp(run),
        // The draft that was reviewed does not tell what comes now.
        postmortem: { ...run.postmortem, state: 'draft', remindedAt: null },
        reopened: [...run.reopened, { reason: fact.data.reason, at: fact.at }],
        cadence: updated(run.cadence, cadenceOf(run), fact.at, null),
      };
    case 'clock.jumped':
      return setBack(evolveWatch(evolveStep(run, fact), fact), fact);
    case 'phase.started':
      return withPhase(run, fact.data.phase, { status: 'running', startedAt: fact.at });
    case 'phase.finished':
      return withPhase(run, fact.data.phase, { status: 'done', endedAt: fact.at });
    case 'override.given':
      return { ...run, overrides: [...run.overrides, { ...fact.data, by: by ?? 'gonogo', at: fact.at }] };
    case 'effect.unknown':
    case 'effect.gave-up': {
      // The line of the page says it, and says it there for as long as it is true.
      const troubles = fact.data.kind === 'pager.trigger' ? run.troubles : [...run.troubles, fact.data.says];
      return evolveStep({ ...run, troubles }, fact);
    }
    default:
      return evolveWatch(evolveStep(evolveWork({ ...run, pages: foldPage(run.pages, fact) }, fact), fact), fact);
  }
}

/**
 * What the resolution called off is open again. A command that was stopped may have done anything: it is not begun anew
 * before somebody says so.
 */
function takenUp(run: IncidentRun): IncidentRun['steps'] {
  const steps = Object.entries(run.steps).map(([id, state]) => {
    if (state.status !== 'cancelled') return [id, state] as const;
    const verb = findStep(run, id)?.verb;
    const acted = state.began && (verb === 'run' || verb === 'http' || verb === 'shift');
    const status = acted ? ('interrupted' as const) : ('pending' as const);
    return [id, { ...state, status }] as const;
  });
  return Object.fromEntries(steps);
}

/** Reminders, pages and the chain count what has really passed, whatever the clock was set to. */
function setBack(run: IncidentRun, { data }: Fact & { type: 'clock.jumped' }): IncidentRun {
  if (data.byMs >= 0) return run;
  return {
    ...run,
    cadence: movedBy(run.cadence, data.byMs),
    pages: movePages(run.pages, data.byMs),
    openedAt: run.openedAt + data.byMs,
    escalated: run.escalated.map(one => ({ ...one, at: one.at + data.byMs })),
  };
}

/** Somebody takes part; once is enough. */
export function responding(run: IncidentRun, user: string): IncidentRun {
  return run.responders.includes(user) ? run : { ...run, responders: [...run.responders, user] };
}

function statusSet(run: IncidentRun, status: IncidentStatus, fact: Fact): IncidentRun {
  return { ...run, status, statuses: [...run.statuses, { status, at: fact.at }] };
}

function severitySet(run: IncidentRun, fact: Fact & { type: 'incident.severity-set' }, by: string | null): IncidentRun {
  const next = {
    ...run,
    severity: fact.data.severity,
    severities: [...run.severities, { severity: fact.data.severity, at: fact.at, by }],
  };
  return { ...next, cadence: regraded(run.cadence, cadenceOf(next), fact.at) };
}

function commanderSet(run: IncidentRun, { data, at }: Fact & { type: 'incident.commander-set' }): IncidentRun {
  const commanders = [...run.commanders, { user: data.user, at, how: data.how }];
  // Whoever led before stays at hand.
  const deputy = run.deputy === data.user ? run.commander : (run.deputy ?? run.commander);
  return responding({ ...run, commander: data.user, commanders, handover: null, deputy }, data.user);
}

function incidentUpdated(run: IncidentRun, fact: Fact & { type: 'incident.updated' }, by: string | null): IncidentRun {
  const { status, conditions, actions, needs, dueAt, noChange, nextAt } = fact.data;
  const update = { at: fact.at, by: by ?? 'gonogo', status, conditions, actions, needs, dueAt, noChange };
  return {
    ...run,
    updates: [...run.updates, update],
    cadence: updated(run.cadence, cadenceOf(run), fact.at, nextAt),
  };
}

function withPhase(run: IncidentRun, id: string, change: Partial<PhaseState>): IncidentRun {
  const before = run.phases[id] ?? { status: 'pending', startedAt: null, endedAt: null };
  return { ...run, phases: { ...run.phases, [id]: { ...before, ...change } } };
}
