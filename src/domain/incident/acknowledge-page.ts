import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { PersonActor } from '#src/domain/policy/who-may.ts';
import type { Page } from './state.ts';

/**
 * Nobody has said "I have it" yet. Of a page that failed people were told another way, so it waits too, until somebody has
 * a later one.
 */
export function waitForSomebody(pages: readonly Page[]): boolean {
  return pages.some(
    (page, index) =>
      waits(page) && !(page.state === 'failed' && pages.slice(index + 1).some(later => later.state === 'acknowledged')),
  );
}

function waits({ state }: Page): boolean {
  return state === 'requested' || state === 'accepted' || state === 'failed';
}

/** "I have it": a person said so, so it is so; the provider is told, to stop its own escalation. */
export function acknowledgedBy(pages: readonly Page[], { user }: PersonActor, now: Instant): readonly NewFact[] {
  const by = `<@${user}>`;
  return pages
    .filter(waits)
    .map(page =>
      fact('page.acknowledged', { page: page.id, by, at: now, via: 'slack', says: `acknowledged by ${by} in Slack` }),
    );
}
