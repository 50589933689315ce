import type { Instant } from '#src/base/time.ts';
import type { EventData } from '#src/domain/events.ts';
import type { Fact } from '#src/domain/fact.ts';

/** What became of one page, each part only as far as somebody said so. Null: nobody did. */
export type PageStory = {
  readonly id: string;
  readonly roles: readonly string[];
  readonly why: string;
  /** Slack user id of who asked for it; null: the bot, by the runbook. */
  readonly by: string | null;
  readonly requestedAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly acknowledged: Acknowledged | null;
  readonly failed: { readonly at: Instant; readonly says: string } | null;
  readonly fallback: {
    readonly at: Instant;
    readonly says: string;
    readonly users: readonly string[];
    readonly mails: readonly string[];
  } | null;
  readonly ended: { readonly at: Instant; readonly says: string } | null;
};

/** `via`: who says so. `afterMs`: since it was requested. */
type Acknowledged = {
  readonly at: Instant;
  readonly by: string | null;
  readonly via: EventData<'page.acknowledged'>['via'];
  readonly afterMs: number;
};

/** Every page, oldest first. */
export function pagesOf(facts: readonly Fact[]): readonly PageStory[] {
  const pages = new Map<string, PageStory>();
  const put = (id: string, change: (page: PageStory) => Partial<PageStory>) => {
    const page = pages.get(id);
    if (page) pages.set(id, { ...page, ...change(page) });
  };
  for (const fact of facts) {
    const { at } = fact;
    switch (fact.type) {
      case 'page.requested':
        pages.set(fact.data.page, requested(fact));
        break;
      case 'page.accepted':
        put(fact.data.page, page => ({ acceptedAt: page.acceptedAt ?? at }));
        break;
      case 'page.acknowledged':
        put(fact.data.page, page => ({ acknowledged: page.acknowledged ?? acknowledged(page, fact) }));
        break;
      case 'page.failed':
        put(fact.data.page, () => ({ failed: { at, says: fact.data.says } }));
        break;
      case 'page.fallback': {
        const { says, users, mails } = fact.data;
        put(fact.data.page, () => ({ fallback: { at, says, users, mails } }));
        break;
      }
      case 'page.resolved':
        put(fact.data.page, () => ({ ended: { at, says: fact.data.says } }));
        break;
    }
  }
  return [...pages.values()];
}

function requested({ at, actor, data }: Fact & { type: 'page.requested' }): PageStory {
  const { page: id, roles, why } = data;
  return {
    id,
    roles,
    why,
    by: actor.kind === 'person' ? actor.user : null,
    requestedAt: at,
    acceptedAt: null,
    acknowledged: null,
    failed: null,
    fallback: null,
    ended: null,
  };
}

/** The provider's clock may stand a little behind ours. */
function acknowledged(page: PageStory, { data }: Fact & { type: 'page.acknowledged' }): Acknowledged {
  const { at, by, via } = data;
  return { at, by, via, afterMs: Math.max(0, at - page.requestedAt) };
}
