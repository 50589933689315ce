import type { Fact } from '#src/domain/fact.ts';
import { beginProcedure } from '#src/domain/procedure/begin.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { IncidentRunbook } from '#src/domain/runbook/model/runbook.ts';
import { startCadence } from './cadence.ts';

/** The state after an incident was declared. */
export function beginIncident(stream: string, fact: Fact & { type: 'incident.declared' }): IncidentRun {
  const { data } = fact;
  const runbook = data.runbook as unknown as IncidentRunbook;
  const reporter = fact.actor.kind === 'person' ? fact.actor.user : '';
  const { commander } = data;
  const grade = runbook.grades.find(one => one.name === data.severity);
  return {
    ...beginProcedure(stream, fact, runbook, fact.at),
    kind: 'incident',
    runbook,
    status: 'investigating',
    severity: data.severity,
    severities: [{ severity: data.severity, at: fact.at, by: reporter }],
    statuses: [{ status: 'investigating', at: fact.at }],
    drill: data.drill,
    private: data.private,
    service: data.service,
    impact: data.impact,
    occurredAt: data.occurredAt,
    source: data.source,
    titled: data.titled,
    settleMs: data.settleMs,
    commander,
    deputy: null,
    commanders: commander === null ? [] : [{ user: commander, at: fact.at, how: 'declared' }],
    handover: null,
    responders: [...new Set([reporter, commander].filter(user => user !== null && user !== ''))] as string[],
    pages: {},
    openedAt: fact.at,
    escalated: [],
    cadence: startCadence(grade?.cadence ?? null, fact.at),
    updates: [],
    decisions: [],
    notes: [],
    tasks: [],
    captured: {},
    actions: [],
    suspects: [],
    links: [],
    suggestion: null,
    mitigatedAt: null,
    resolvedAt: null,
    resolution: null,
    refusals: [],
    reopened: [],
    postmortem: { owner: null, dueAt: null, draftedAt: null, permalink: null, remindedAt: null, state: 'draft' },
  };
}
