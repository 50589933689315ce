import type { Instant } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Moment } from './history.ts';
import type { PageStory } from './pages.ts';

/** When it began, was seen, was taken up and ended. Null: it did not happen, or nobody said so. */
export type KeyTimes = {
  readonly occurredAt: Instant;
  readonly declaredAt: Instant;
  /** The first page anybody acknowledged. */
  readonly acknowledgedAt: Instant | null;
  /** The mitigation that held. */
  readonly mitigatedAt: Instant | null;
  readonly resolvedAt: Instant | null;
  /** From its beginning to the declaration, in ms. */
  readonly toDetectMs: number;
  /** From the first page to the first acknowledgement, in ms. */
  readonly toAcknowledgeMs: number | null;
  /** From its beginning, in ms. */
  readonly toMitigateMs: number | null;
  readonly toResolveMs: number | null;
  /** It had been called mitigated or resolved, and was not. */
  readonly setbacks: readonly {
    readonly at: Instant;
    readonly from: 'mitigated' | 'resolved';
    readonly reason: string;
  }[];
};

export function keyTimes(run: IncidentRun, moments: readonly Moment[], pages: readonly PageStory[]): KeyTimes {
  const { occurredAt, startedAt, mitigatedAt, resolvedAt } = run;
  const acknowledged = pages.flatMap(page => page.acknowledged?.at ?? []);
  const acknowledgedAt = acknowledged.length === 0 ? null : Math.min(...acknowledged);
  const pagedAt = Math.min(...pages.map(page => page.requestedAt));
  return {
    occurredAt,
    declaredAt: startedAt,
    acknowledgedAt,
    mitigatedAt,
    resolvedAt,
    toDetectMs: startedAt - occurredAt,
    toAcknowledgeMs: acknowledgedAt === null ? null : Math.max(0, acknowledgedAt - pagedAt),
    toMitigateMs: mitigatedAt === null ? null : mitigatedAt - occurredAt,
    toResolveMs: resolvedAt === null ? null : resolvedAt - occurredAt,
    setbacks: moments.flatMap(({ fact }): KeyTimes['setbacks'] => {
      if (fact.type === 'incident.reactivated') return [{ at: fact.at, from: 'mitigated', reason: fact.data.reason }];
      if (fact.type === 'incident.reopened') return [{ at: fact.at, from: 'resolved', reason: fact.data.reason }];
      return [];
    }),
  };
}
