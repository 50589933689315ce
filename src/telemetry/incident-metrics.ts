import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { State } from '#src/domain/state.ts';

/** One figure that facts add to /metrics. Seconds are never negative: a provider's clock may run behind ours. */
export type Observation =
  | { readonly what: 'declared' | 'reopened'; readonly severity: string }
  | { readonly what: 'page'; readonly severity: string; readonly outcome: PageOutcome }
  | { readonly what: 'acknowledged' | 'mitigated' | 'resolved'; readonly severity: string; readonly seconds: number }
  | { readonly what: 'reminder'; readonly severity: string; readonly outcome: 'due' | 'met' | 'missed' };

export type PageOutcome = 'requested' | 'accepted' | 'acknowledged' | 'failed' | 'fallback';

/** Facts just written, and the state before and after them. `before` null: these are its first. */
export type Told = { readonly before: State | null; readonly run: State; readonly facts: readonly Fact[] };

/** What facts mean in figures. A drill is no incident: nobody's phone rang and no user waited. */
export function observe({ before, run, facts }: Told): readonly Observation[] {
  if (run.kind !== 'incident' || run.drill) return [];
  const earlier = before?.kind === 'incident' ? before : null;
  return [...facts.flatMap(fact => ofFact(run, earlier, fact)), ...ofPromises(run, earlier)];
}

function ofFact(run: IncidentRun, before: IncidentRun | null, fact: Fact): readonly Observation[] {
  const { severity } = run;
  switch (fact.type) {
    case 'incident.declared':
      return [{ what: 'declared', severity }];
    case 'incident.reopened':
      return [{ what: 'reopened', severity }];
    case 'page.requested':
      return [{ what: 'page', severity, outcome: 'requested' }];
    case 'page.accepted':
      return [{ what: 'page', severity, outcome: 'accepted' }];
    case 'page.failed':
      return [{ what: 'page', severity, outcome: 'failed' }];
    case 'page.fallback':
      return [{ what: 'page', severity, outcome: 'fallback' }];
    case 'page.acknowledged': {
      const asked = run.pages[fact.data.page]?.requestedAt ?? fact.at;
      const seconds = secondsFrom(asked, fact.data.at);
      return [
        { what: 'page', severity, outcome: 'acknowledged' },
        { what: 'acknowledged', severity, seconds },
      ];
    }
    case 'incident.update-due':
      return [{ what: 'reminder', severity, outcome: 'due' }];
    case 'incident.mitigated':
      return first(before, 'mitigated') ? [lasted(run, 'mitigated', fact.data.at)] : [];
    case 'incident.resolved':
      return first(before, 'resolved') ? [lasted(run, 'resolved', fact.at)] : [];
    default:
      return [];
  }
}

/** Promised updates that were kept or missed, as the incident itself counts them: once a stretch, not once a reminder. */
function ofPromises({ severity, cadence }: IncidentRun, before: IncidentRun | null): readonly Observation[] {
  const kept = cadence.met - (before?.cadence.met ?? 0);
  const missed = cadence.missed - (before?.cadence.missed ?? 0);
  return [
    ...Array.from({ length: kept }, () => ({ what: 'reminder', severity, outcome: 'met' }) as const),
    ...Array.from({ length: missed }, () => ({ what: 'reminder', severity, outcome: 'missed' }) as const),
  ];
}

/** A histogram takes nothing back, so each incident counts once: whoever reopens one finds it among the reopened. */
function first(before: IncidentRun | null, status: 'mitigated' | 'resolved'): boolean {
  return !before?.statuses.some(one => one.status === status);
}

function lasted(run: IncidentRun, what: 'mitigated' | 'resolved', at: number): Observation {
  return { what, severity: run.severity, seconds: secondsFrom(run.startedAt, at) };
}

function secondsFrom(from: number, to: number): number {
  return Math.max(0, to - from) / 1_000;
}

/** Open incidents by severity, for the scrape: from their rows, so a restart loses none. Drills are left out. */
export function openBySeverity(
  rows: readonly { readonly open: boolean; readonly facts: { readonly [name: string]: unknown } }[],
): { readonly [severity: string]: number } {
  const counted: { [severity: string]: number } = {};
  for (const { open, facts } of rows) {
    const severity = facts['severity'];
    if (!open || facts['drill'] === true || typeof severity !== 'string') continue;
    counted[severity] = (counted[severity] ?? 0) + 1;
  }
  return counted;
}
