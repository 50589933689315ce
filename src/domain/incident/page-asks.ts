import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import type { Pages } from './evolve-page.ts';

/** Whoever has pages: an incident, or the alerts of a product. */
export type Paging = {
  readonly stream: string;
  readonly pages: Pages;
  /** How long the provider is given before somebody looks whether it rings, in ms. */
  readonly settleMs: number;
  /** Of several stories on one stream, whose a page is: what one of them waits for holds no other up. Default: all are one. */
  readonly storyOf?: (page: string) => string | null;
};

/** What a fact about a page asks the pager's provider for, and the mails of its second way. */
export function pageAsks(of: Paging, fact: Fact, severity: 'critical' | 'error' | 'warning'): readonly EffectAsk[] {
  switch (fact.type) {
    case 'page.requested': {
      const { page, key, dedupKey, summary, roles, why } = fact.data;
      const body = { page, key, dedupKey, summary, roles, why, severity };
      return [{ kind: 'pager.trigger', lane: lane(of, key, page), priority: 0, body }];
    }
    case 'page.acknowledged':
      // One that failed is not there to be acknowledged.
      return fact.data.via === 'slack' && of.pages[fact.data.page]?.endedAt === null
        ? [about(of, 'pager.acknowledge', fact.data.page), lookWhether(of, fact.data.page, fact.at)]
        : [];
    case 'page.resolved':
      return fact.data.via === 'gonogo'
        ? [about(of, 'pager.resolve', fact.data.page), lookWhether(of, fact.data.page, fact.at)]
        : [];
    case 'page.fallback': {
      const { mails: to, page, says } = fact.data;
      const body = { to, about: 'page', page, says };
      return to.length === 0 ? [] : [{ kind: 'mail.send', lane: `mail:${of.stream}:${page}`, priority: 0, body }];
    }
    default:
      return [];
  }
}

/** A page that was accepted and found to be nowhere may still come up at the provider: it must not ring after the end. */
export function lost(of: Paging): readonly EffectAsk[] {
  return Object.values(of.pages)
    .filter(page => page.state === 'failed' && page.acceptedAt !== null)
    .map(page => about(of, 'pager.resolve', page.id));
}

/** Looks what stands behind a page that was accepted. */
export function lookAt(of: Paging, id: string): readonly EffectAsk[] {
  const page = of.pages[id];
  if (page?.state !== 'accepted') return [];
  const body = { page: page.id, dedupKey: page.dedupKey };
  return [{ kind: 'pager.read-back', lane: `read-back:${of.stream}:${page.id}`, priority: 1, body }];
}

function about(of: Paging, kind: 'pager.acknowledge' | 'pager.resolve', id: string): EffectAsk {
  const { key = '', dedupKey = '' } = of.pages[id] ?? {};
  return { kind, lane: lane(of, key, id), priority: 0, body: { page: id, key, dedupKey } };
}

/** A provider that says yes may still do nothing, and then a phone goes on ringing for what is over. */
function lookWhether(of: Paging, id: string, at: Instant): EffectAsk {
  const { key = '', dedupKey = '' } = of.pages[id] ?? {};
  const dueAt = at + of.settleMs;
  const body = { page: id, key, dedupKey };
  return { kind: 'pager.read-back', lane: `read-back:${of.stream}:${id}`, priority: 1, dueAt, body };
}

/** One order for everything a story asks of one routing key: a page is ended before the next of that key begins. */
function lane(of: Paging, key: string, page: string): string {
  const story = of.storyOf?.(page) ?? null;
  return `pager:${of.stream}:${key}${story === null ? '' : `:${story}`}`;
}
