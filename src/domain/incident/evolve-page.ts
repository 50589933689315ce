import type { Fact } from '#src/domain/fact.ts';
import type { Page } from './state.ts';

/** Pages by their id: of an incident, or of a product's alerts. */
export type Pages = { readonly [id: string]: Page };

/** Folds what is known of pages: never more than somebody said. */
export function foldPage(pages: Pages, fact: Fact): Pages {
  switch (fact.type) {
    case 'page.requested':
      return { ...pages, [fact.data.page]: requested(fact) };
    case 'page.accepted':
      return change(pages, fact.data.page, { state: 'accepted', acceptedAt: fact.at, says: fact.data.says });
    case 'page.ringing':
      return looked(pages, fact.data.page, { says: fact.data.says, url: fact.data.url }, fact.at);
    case 'page.rings-again':
      return change(pages, fact.data.page, {
        ...RINGING_ANEW,
        requestedAt: fact.at,
        acceptedAt: fact.at,
        says: fact.data.says,
      });
    case 'page.unread':
      return looked(pages, fact.data.page, { says: fact.data.says }, fact.at);
    case 'page.acknowledged':
      return change(pages, fact.data.page, {
        state: 'acknowledged',
        acknowledgedAt: fact.data.at,
        acknowledgedBy: fact.data.by,
        says: fact.data.says,
      });
    case 'page.failed':
      return change(pages, fact.data.page, { state: 'failed', endedAt: fact.at, says: fact.data.says });
    case 'page.fallback': {
      const { page, says, users, mails } = fact.data;
      return change(pages, page, { fallback: { at: fact.at, says, users, mails } });
    }
    case 'page.resolved':
      return change(pages, fact.data.page, { state: 'resolved', endedAt: fact.at, says: fact.data.says });
    default:
      return pages;
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

function looked(pages: Pages, id: string, next: Partial<Page>, at: number): Pages {
  const page = pages[id];
  return page === undefined ? pages : { ...pages, [id]: { ...page, ...next, readAt: at, looks: page.looks + 1 } };
}

function change(pages: Pages, id: string, next: Partial<Page>): Pages {
  const page = pages[id];
  return page === undefined ? pages : { ...pages, [id]: { ...page, ...next } };
}

/** What is waited for is elapsed time, whatever the clock was set to. */
export function movePages(pages: Pages, byMs: number): Pages {
  const move = (at: number | null) => (at === null ? null : at + byMs);
  return Object.fromEntries(
    Object.entries(pages).map(([id, page]) => [
      id,
      {
        ...page,
        requestedAt: page.requestedAt + byMs,
        acceptedAt: move(page.acceptedAt),
        readAt: move(page.readAt),
      },
    ]),
  );
}
