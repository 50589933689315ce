import { sha256 } from '#src/base/id.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { PageBook } from '#src/domain/incident/page-news.ts';
import { keyOf } from '#src/domain/incident/paging.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { AlertDraft } from './draft.ts';
import type { Alerts, Episode } from './state.ts';
import { isFiring, keyOfAlert } from './state.ts';

/** One page for each routing key behind the roles of its route. Roles without a pager are told in another way. */
export function requestPages(alerts: Alerts, episode: Episode, why: string): readonly NewFact[] {
  const byKey = new Map<string, string[]>();
  for (const role of episode.route?.page ?? []) {
    const key = keyOf(concerned(alerts), role);
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), role]);
  }
  return [...byKey].map(([key, roles], index) => requested(alerts, episode, { key, roles, why, index }));
}

type Asked = { readonly key: string; readonly roles: readonly string[]; readonly why: string; readonly index: number };

function requested(alerts: Alerts, episode: Episode, { key, roles, why, index }: Asked): NewFact {
  // Numbered by the facts, so that none is ever named like one before it.
  const page = `p${alerts.seq + 1 + index}`;
  const { product } = alerts.definition;
  return fact('page.requested', {
    page,
    key,
    dedupKey: dedupKey(alerts, page),
    roles: [...roles],
    why,
    summary: `${episode.priority} ${product.title} ${episode.environment}: ${episode.says}`,
    alert: keyOfAlert(episode.environment, episode.alert),
  });
}

/** For every event about one page of this installation, and for no other: numbers begin anew with a new database. */
function dedupKey(alerts: Alerts, page: string): string {
  const birth = sha256(`${alerts.stream}|${alerts.startedAt}|${alerts.settleMs}`).slice(0, 12);
  return `gonogo/${alerts.stream}/${page}/${birth}`;
}

/** Its pages, whatever became of them. */
export function pagesOf(alerts: Alerts, episode: Episode): readonly Page[] {
  return episode.pages.flatMap(id => alerts.pages[id] ?? []);
}

/** Pages of an alert that may still ring somebody. */
export function openPages(alerts: Alerts, episode: Episode): readonly Page[] {
  return pagesOf(alerts, episode).filter(page => page.endedAt === null);
}

/** The alert is over: no phone rings for it any more. */
export function endPages(draft: AlertDraft, episode: Episode, says: string): void {
  for (const page of openPages(draft.alerts, episode))
    draft.add(fact('page.resolved', { page: page.id, by: null, via: 'gonogo', says }));
}

/** The pages of alerts, as what is told of pages changes them. */
export function alertPages(draft: AlertDraft): PageBook {
  return {
    pages: () => draft.alerts.pages,
    add: next => draft.add(next),
    isOver: page => {
      const episode = episodeOf(draft.alerts, page);
      return episode === null || !isFiring(episode);
    },
    again: (page, why) => {
      const episode = episodeOf(draft.alerts, page);
      return episode === null ? [] : requestPages(draft.alerts, episode, why);
    },
    secondWay: (page, says) => secondWay(draft.alerts, page, says),
  };
}

export function episodeOf(alerts: Alerts, page: Pick<Page, 'id'>): Episode | null {
  return Object.values(alerts.episodes).find(one => one.pages.includes(page.id)) ?? null;
}

function secondWay(alerts: Alerts, page: Page, says: string): NewFact {
  const { roles } = alerts.definition.product;
  const names = page.roles.flatMap(role => (role === 'service-owner' ? ownerOf(alerts) : [role]));
  const users = names.flatMap(name => alerts.people[name] ?? roles[name]?.users ?? []);
  const mails = names.flatMap(name => roles[name]?.mail ?? []);
  return fact('page.fallback', { page: page.id, says, users: [...new Set(users)], mails: [...new Set(mails)] });
}

function ownerOf({ definition }: Alerts): readonly string[] {
  const owner = definition.product.services['default']?.owner ?? '';
  return owner === '' ? [] : [owner];
}

function concerned({ definition }: Alerts) {
  return { service: null, runbook: { product: definition.product } };
}
