import type { Fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Page } from './state.ts';

/** Folds what is known of pages: never more than somebody said. */
export function evolvePage(run: IncidentRun, fact: Fact): IncidentRun {
  switch (fact.type) {
    case 'page.requested':
      return withPage(run, requested(fact));
    case 'page.accepted':
      return change(run, fact.data.page, { state: 'accepted', acceptedAt: fact.at, says: fact.data.says });
    case 'page.ringing':
      return looked(run, fact.data.page, { says: fact.data.says, url: fact.data.url }, fact.at);
    case 'page.rings-again':
      return change(run, fact.data.page, {
        ...RINGING_ANEW,
        requestedAt: fact.at,
        acceptedAt: fact.at,
        says: fact.data.says,
      });
    case 'page.unread':
      return looked(run, fact.data.page, { says: fact.data.says }, fact.at);
    case 'page.acknowledged':
      return change(run, fact.data.page, {
        state: 'acknowledged',
        acknowledgedAt: fact.data.at,
        acknowledgedBy: fact.data.by,
        says: fact.data.says,
      });
    case 'page.failed':
      return change(run, fact.data.page, { state: 'failed', endedAt: fact.at, says: fact.data.says });
    case 'page.fallback': {
      const { page, says, users, mails } = fact.data;
      return change(run, page, { fallback: { at: fact.at, says, users, mails } });
    }
    case 'page.resolved':
      return change(run, fact.data.page, { state: 'resolved', endedAt: fact.at, says: fact.data.says });
    case 'incident.escalated':
      return { ...run, escalated: [...run.escalated, { rule: fact.data.rule, at: fact.at }] };
    default:
      return run;
  }
}

/** As on the first day: who had it does not count any more, and a second way is taken anew. */
const RINGING_ANEW = {
  state: 'accepted',
  acknowledgedAt: null,
  acknowledgedBy: null,
  endedAt: null,
  readAt: null,
  looks: 0,
  fallback: null,
} as const;

function requested({ at, data }: Fact & { type: 'page.requested' }): Page {
  return {
    id: data.page,
    state: 'requested',
    key: data.key,
    dedupKey: data.dedupKey,
    roles: data.roles,
    why: data.why,
    requestedAt: at,
    acceptedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    endedAt: null,
    says: 'requested',
    readAt: null,
    looks: 0,
    url: null,
    fallback: null,
  };
}

function looked(run: IncidentRun, id: string, next: Partial<Page>, at: number): IncidentRun {
  const page = run.pages[id];
  return page === undefined ? run : withPage(run, { ...page, ...next, readAt: at, looks: page.looks + 1 });
}

function change(run: IncidentRun, id: string, next: Partial<Page>): IncidentRun {
  const page = run.pages[id];
  return page === undefined ? run : withPage(run, { ...page, ...next });
}

function withPage(run: IncidentRun, page: Page): IncidentRun {
  return { ...run, pages: { ...run.pages, [page.id]: page } };
}
