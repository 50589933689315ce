import type { Instant } from '#src/base/time.ts';
import type { IncidentStatus } from '#src/domain/incident/state.ts';
import type { Moment } from './history.ts';

/** A time in which nothing changed. `undeclared`: it had begun, and nobody had said so. */
export type Stretch = {
  readonly from: Instant;
  readonly to: Instant;
  readonly severity: string;
  readonly status: 'undeclared' | IncidentStatus;
};

type Change<T> = { readonly at: Instant; readonly value: T };

/** The whole incident, from its beginning to its end, without a gap and without an overlap. */
export function stretchesOf(moments: readonly Moment[], end: Instant): readonly Stretch[] {
  const severities = severityChanges(moments);
  const statuses = statusChanges(moments);
  const cuts = [...new Set([...severities, ...statuses].map(one => Math.min(one.at, end)))].sort((a, b) => a - b);
  return cuts.flatMap((from, index) => {
    const to = cuts[index + 1] ?? end;
    const severity = valueAt(severities, from);
    const status = valueAt(statuses, from);
    return to > from && severity !== null && status !== null ? [{ from, to, severity, status }] : [];
  });
}

/** Milliseconds of all stretches that are meant. */
export function timeIn(stretches: readonly Stretch[], meant: (stretch: Stretch) => boolean = () => true): number {
  return stretches.filter(meant).reduce((sum, { from, to }) => sum + to - from, 0);
}

function severityChanges(moments: readonly Moment[]): readonly Change<string>[] {
  return inOrder(
    moments.flatMap(({ fact }): readonly Change<string>[] => {
      if (fact.type === 'incident.declared') return [{ at: fact.data.occurredAt, value: fact.data.severity }];
      return fact.type === 'incident.severity-set' ? [{ at: fact.at, value: fact.data.severity }] : [];
    }),
  );
}

function statusChanges(moments: readonly Moment[]): readonly Change<Stretch['status']>[] {
  return inOrder(
    moments.flatMap(({ fact }): readonly Change<Stretch['status']>[] => {
      switch (fact.type) {
        case 'incident.declared':
          return [
            { at: fact.data.occurredAt, value: 'undeclared' },
            { at: fact.at, value: 'investigating' },
          ];
        case 'incident.mitigated':
          return [{ at: fact.data.at, value: 'mitigated' }];
        case 'incident.reactivated':
        case 'incident.reopened':
          return [{ at: fact.at, value: 'investigating' }];
        case 'incident.resolved':
          return [{ at: fact.at, value: 'resolved' }];
        default:
          return [];
      }
    }),
  );
}

/** "Mitigated since 12:05", said at 12:20, never reaches back behind the change before it; nor does a clock set back. */
function inOrder<T>(changes: readonly Change<T>[]): readonly Change<T>[] {
  let latest = Number.NEGATIVE_INFINITY;
  return changes.map(({ at, value }) => {
    latest = Math.max(latest, at);
    return { at: latest, value };
  });
}

function valueAt<T>(changes: readonly Change<T>[], at: Instant): T | null {
  return changes.findLast(change => change.at <= at)?.value ?? null;
}
