import type { Instant } from '#src/base/time.ts';
import { MINUTE, sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { Pages } from './evolve-page.ts';
import { requestPages, secondWay } from './paging.ts';
import type { Page } from './state.ts';
import { ACKNOWLEDGED_WITHIN_MS } from './timers.ts';

/** The provider's clock is its own. */
const CLOCKS_APART_MS = MINUTE;

/** Whoever has pages: an incident, or the alerts of a product. Lives only inside one call of `decide`. */
export type PageBook = {
  /** As they are now, with the facts of this decision. */
  pages(): Pages;
  add(next: NewFact): void;
  /** What it rang for is over: it must not ring any more. */
  isOver(page: Page): boolean;
  /** Asks for it once more, under a name of its own. */
  again(page: Page, why: string): readonly NewFact[];
  /** Direct messages and mails to the people behind it. */
  secondWay(page: Page, says: string): NewFact;
  /** What is not over because the provider's page is. Default: the incident here. */
  readonly staysOpen?: string;
};

export function incidentPages(draft: Draft): PageBook {
  return {
    pages: () => draft.incident.pages,
    add: next => draft.add(next, BOT),
    isOver: () => draft.incident.status === 'resolved',
    again: (page, why) => requestPages(draft.incident, page.roles, why),
    secondWay: (page, says) => secondWay(draft.incident, page, says),
  };
}

type Of<T extends WorldCommand['type']> = Extract<WorldCommand, { type: T }>;

/** The provider took it. That says nothing about anybody's phone. */
export function pageAccepted(book: PageBook, { page: id, says }: Of<'page-accepted'>): void {
  if (book.pages()[id]?.state === 'requested') book.add(fact('page.accepted', { page: id, says }));
}

/** What really stands behind it. Who acknowledged is somebody else's word, and it is said whose. */
export function pageStanding(book: PageBook, command: Of<'page-standing'>, now: Instant): void {
  const page = book.pages()[command.page];
  if (!page) return;
  switch (command.state) {
    case 'absent':
      return absent(book, page);
    case 'triggered':
      return ringing(book, page, command);
    case 'acknowledged':
      return acknowledged(book, page, command, now);
    case 'resolved':
      return isOfEarlier(page, command, now) ? undefined : resolved(book, page, command);
    case 'again':
      return ringsAgain(book, page, command);
  }
}

/** Accepted, and there is nothing there: it will ring nobody. It is tried once more, under a name of its own. */
function absent(book: PageBook, page: Page): void {
  if (page.state !== 'accepted') return;
  if (page.url !== null) {
    book.add(fact('page.unread', { page: page.id, says: 'it was open at the provider, and is not found there now' }));
    return;
  }
  const says = 'the provider accepted the page and opened no incident';
  book.add(fact('page.failed', { page: page.id, says }));
  // Nobody is woken anew for what is over by now.
  if (book.isOver(page)) return;
  fallBack(book, page, says);
  const before = Object.values(book.pages()).filter(one => one.key === page.key && one.state === 'failed').length;
  if (before > 1) return;
  for (const one of book.again(page, 'paged again, because the first page opened nothing')) book.add(one);
}

function ringing(book: PageBook, page: Page, { assigned, url, via }: Of<'page-standing'>): void {
  if (page.state !== 'accepted' && page.state !== 'requested') return;
  // A webhook may be faster than the answer to our own request.
  if (page.state === 'requested')
    book.add(fact('page.accepted', { page: page.id, says: 'the provider says that it is open' }));
  const whom = assigned.length === 0 ? 'it is open' : `it is open, assigned to ${assigned.join(', ')}`;
  const first = page.readAt === null || via === 'read-back';
  if (first) book.add(fact('page.ringing', { page: page.id, says: whom, url }));
}

function acknowledged(book: PageBook, page: Page, command: Of<'page-standing'>, now: Instant): void {
  if (page.state === 'acknowledged' || page.state === 'resolved') return;
  const by = command.by ?? (command.assigned.length === 1 ? (command.assigned[0] ?? null) : null);
  // By the provider's clock, which may go wrong: never before it was asked for, or the chain would go on for want of it.
  const at = Math.max(page.requestedAt, Math.min(command.at ?? now, now));
  const says = `acknowledged${by === null ? '' : ` by ${by}`}`;
  book.add(fact('page.acknowledged', { page: page.id, by, at, via: command.via, says }));
}

/**
 * Told late: a page whose answer was lost is asked for again, and one that somebody had ended over there meanwhile rings
 * anew by that. Looks go on, so a clock over there that is far behind delays its end here and does not hide it.
 */
function isOfEarlier({ acceptedAt }: Page, { at, via }: Of<'page-standing'>, now: Instant): boolean {
  if (via !== 'webhook' || at === null || acceptedAt === null || acceptedAt > now) return false;
  return at < acceptedAt - CLOCKS_APART_MS;
}

/** Somebody ended the page over there; the incident here goes on until it is resolved here. */
function resolved(book: PageBook, page: Page, { by, via }: Of<'page-standing'>): void {
  if (page.state === 'resolved' || page.state === 'failed') return;
  const says = `resolved at the provider${by === null ? '' : ` by ${by}`}; ${book.staysOpen ?? 'the incident here stays open'}`;
  book.add(fact('page.resolved', { page: page.id, by, via, says }));
}

/** An acknowledgement ran out over there, or what was resolved was opened again. What is over here is ended there again. */
function ringsAgain(book: PageBook, page: Page, { at, url }: Of<'page-standing'>): void {
  const known = page.acknowledgedAt ?? page.endedAt;
  // Told late: somebody has acknowledged or ended it since.
  if (at !== null && known !== null && at < known) return;
  if (book.isOver(page)) {
    const says = 'it was opened again at the provider, and is ended there again';
    book.add(fact('page.resolved', { page: page.id, by: null, via: 'gonogo', says }));
    return;
  }
  if (page.state !== 'acknowledged' && page.state !== 'resolved') return;
  book.add(fact('page.rings-again', { page: page.id, says: 'it rings again at the provider, nobody has it now' }));
  if (url !== null) book.add(fact('page.ringing', { page: page.id, says: 'it is open', url }));
}

export function pageUnread(book: PageBook, { page: id, says }: Of<'page-unread'>): void {
  if (book.pages()[id]?.state === 'accepted') book.add(fact('page.unread', { page: id, says }));
}

/** Not accepted, or not acknowledged, in time: a second way is taken, and the first goes on being tried. */
export function pageLate(book: PageBook, id: string, now: Instant): void {
  const page = book.pages()[id];
  if (!page || page.fallback !== null) return;
  const since = sayDuration(now - page.requestedAt);
  if (page.state === 'requested') fallBack(book, page, `not accepted by the provider for ${since}`);
  else if (page.state === 'accepted' && now >= page.requestedAt + ACKNOWLEDGED_WITHIN_MS)
    fallBack(book, page, `not acknowledged for ${since}`);
}

/** The provider will not take it: it is FAILED, and the second way is taken at once. */
export function pageGaveUp(book: PageBook, kind: string, id: string, says: string): void {
  const page = book.pages()[id];
  if (kind !== 'pager.trigger' || !page || page.state !== 'requested') return;
  const why = says.replace(/\.$/, '');
  book.add(fact('page.failed', { page: id, says: why }));
  fallBack(book, page, why);
}

function fallBack(book: PageBook, page: Page, says: string): void {
  if (page.fallback === null) book.add(book.secondWay(page, says));
}
