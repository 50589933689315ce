import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { WorldCommand } from '#src/domain/commands.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { requestPages, secondWay } from './paging.ts';
import type { Page } from './state.ts';
import { ACKNOWLEDGED_WITHIN_MS } from './timers.ts';

type Of<T extends WorldCommand['type']> = Extract<WorldCommand, { type: T }>;

/** The provider took it. That says nothing about anybody's phone. */
export function pageAccepted(draft: Draft, run: IncidentRun, { page: id, says }: Of<'page-accepted'>): void {
  if (run.pages[id]?.state === 'requested') draft.add(fact('page.accepted', { page: id, says }), BOT);
}

/** What really stands behind it. Who acknowledged is somebody else's word, and it is said whose. */
export function pageStanding(draft: Draft, run: IncidentRun, command: Of<'page-standing'>, now: Instant): void {
  const page = run.pages[command.page];
  if (!page) return;
  switch (command.state) {
    case 'absent':
      return absent(draft, page);
    case 'triggered':
      return ringing(draft, page, command);
    case 'acknowledged':
      return acknowledged(draft, page, command, now);
    case 'resolved':
      return resolved(draft, page, command);
    case 'again':
      return ringsAgain(draft, page, command);
  }
}

/** Accepted, and there is nothing there: it will ring nobody. It is tried once more, under a name of its own. */
function absent(draft: Draft, page: Page): void {
  if (page.state !== 'accepted') return;
  if (page.url !== null) {
    draft.add(
      fact('page.unread', { page: page.id, says: 'it was open at the provider, and is not found there now' }),
      BOT,
    );
    return;
  }
  const says = 'the provider accepted the page and opened no incident';
  draft.add(fact('page.failed', { page: page.id, says }), BOT);
  fallBack(draft, page, says);
  const run = draft.incident;
  const before = Object.values(run.pages).filter(one => one.key === page.key && one.state === 'failed').length;
  if (before > 1) return;
  for (const one of requestPages(run, page.roles, 'paged again, because the first page opened nothing'))
    draft.add(one, BOT);
}

function ringing(draft: Draft, page: Page, { assigned, url, via }: Of<'page-standing'>): void {
  if (page.state !== 'accepted' && page.state !== 'requested') return;
  // A webhook may be faster than the answer to our own request.
  if (page.state === 'requested')
    draft.add(fact('page.accepted', { page: page.id, says: 'the provider says that it is open' }), BOT);
  const whom = assigned.length === 0 ? 'it is open' : `it is open, assigned to ${assigned.join(', ')}`;
  const first = page.readAt === null || via === 'read-back';
  if (first) draft.add(fact('page.ringing', { page: page.id, says: whom, url }), BOT);
}

function acknowledged(draft: Draft, page: Page, command: Of<'page-standing'>, now: Instant): void {
  if (page.state === 'acknowledged' || page.state === 'resolved') return;
  const by = command.by ?? (command.assigned.length === 1 ? (command.assigned[0] ?? null) : null);
  // By the provider's clock, which may go wrong: never before it was asked for, or the chain would go on for want of it.
  const at = Math.max(page.requestedAt, Math.min(command.at ?? now, now));
  const says = `acknowledged${by === null ? '' : ` by ${by}`}`;
  draft.add(fact('page.acknowledged', { page: page.id, by, at, via: command.via, says }), BOT);
}

/** Somebody ended the page over there; the incident here goes on until it is resolved here. */
function resolved(draft: Draft, page: Page, { by, via }: Of<'page-standing'>): void {
  if (page.state === 'resolved' || page.state === 'failed') return;
  const says = `resolved at the provider${by === null ? '' : ` by ${by}`}; the incident here stays open`;
  draft.add(fact('page.resolved', { page: page.id, by, via, says }), BOT);
}

/** An acknowledgement ran out over there, or what was resolved was opened again. What is over here is ended there again. */
function ringsAgain(draft: Draft, page: Page, { at, url }: Of<'page-standing'>): void {
  const known = page.acknowledgedAt ?? page.endedAt;
  // Told late: somebody has acknowledged or ended it since.
  if (at !== null && known !== null && at < known) return;
  if (draft.incident.status === 'resolved') {
    const says = 'it was opened again at the provider, and is ended there again';
    draft.add(fact('page.resolved', { page: page.id, by: null, via: 'gonogo', says }), BOT);
    return;
  }
  if (page.state !== 'acknowledged' && page.state !== 'resolved') return;
  draft.add(
    fact('page.rings-again', { page: page.id, says: 'it rings again at the provider, nobody has it now' }),
    BOT,
  );
  if (url !== null) draft.add(fact('page.ringing', { page: page.id, says: 'it is open', url }), BOT);
}

export function pageUnread(draft: Draft, run: IncidentRun, { page: id, says }: Of<'page-unread'>): void {
  if (run.pages[id]?.state === 'accepted') draft.add(fact('page.unread', { page: id, says }), BOT);
}

/** Not accepted, or not acknowledged, in time: a second way is taken, and the first goes on being tried. */
export function pageLate(draft: Draft, run: IncidentRun, id: string, now: Instant): void {
  const page = run.pages[id];
  if (!page || page.fallback !== null) return;
  const since = sayDuration(now - page.requestedAt);
  if (page.state === 'requested') fallBack(draft, page, `not accepted by the provider for ${since}`);
  else if (page.state === 'accepted' && now >= page.requestedAt + ACKNOWLEDGED_WITHIN_MS)
    fallBack(draft, page, `not acknowledged for ${since}`);
}

/** The provider will not take it: it is FAILED, and the second way is taken at once. */
export function pageGaveUp(draft: Draft, run: IncidentRun, kind: string, id: string, says: string): void {
  const page = run.pages[id];
  if (kind !== 'pager.trigger' || !page || page.state !== 'requested') return;
  const why = says.replace(/\.$/, '');
  draft.add(fact('page.failed', { page: id, says: why }), BOT);
  fallBack(draft, page, why);
}

function fallBack(draft: Draft, page: Page, says: string): void {
  if (page.fallback === null) draft.add(secondWay(draft.incident, page, says), BOT);
}
