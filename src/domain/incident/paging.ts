import { sha256 } from '#src/base/id.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Concerned } from './service.ts';
import { pagerOf, serviceOwner } from './service.ts';
import type { Page } from './state.ts';

/** Pages that may still ring somebody. */
export function openPages(run: IncidentRun): readonly Page[] {
  return Object.values(run.pages).filter(page => page.state !== 'failed' && page.state !== 'resolved');
}

/**
 * One page for each routing key behind these roles, never two that are open at one time. A role with a key of its own is
 * paged by it; whoever is on call, or owns the service, by the service's. People without a pager get a direct message
 * from react.ts; that is no page and is never called one.
 */
export function requestPages(run: IncidentRun, roles: readonly string[], why: string): readonly NewFact[] {
  if (run.drill) return [];
  const byKey = new Map<string, string[]>();
  for (const role of roles) {
    const key = keyOf(run, role);
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), role]);
  }
  let number = Object.keys(run.pages).length;
  return [...byKey].flatMap(([key, of]) => {
    // The open one of this key is ended first: merged into it, a new request would ring nobody.
    const open = openPages(run).filter(page => page.key === key);
    number += 1;
    return [
      ...open.flatMap(page => [
        ...unheard(run, page),
        fact('page.resolved', { page: page.id, by: null, via: 'gonogo', says: 'ended, because it is paged again' }),
      ]),
      requested(run, `p${number}`, key, of, why),
    ];
  });
}

/** Nobody has answered it, and the next one is waited for from the start: whoever it was for must not wait that long. */
function unheard(run: IncidentRun, page: Page): readonly NewFact[] {
  if (page.fallback !== null || page.state === 'acknowledged') return [];
  const missing = page.state === 'requested' ? 'not accepted by the provider' : 'not acknowledged';
  return [secondWay(run, page, `${missing}, and now paged again`)];
}

/** Direct messages and mails to the people behind the page, and to whoever leads. */
export function secondWay(run: IncidentRun, page: Page, says: string): NewFact {
  const users = [...usersOf(run, [...page.roles, 'commander'])];
  return fact('page.fallback', { page: page.id, says, users, mails: [...mailsOf(run, page.roles)] });
}

function requested(run: IncidentRun, id: string, key: string, roles: readonly string[], why: string): NewFact {
  // A made-up title names people by their Slack ids, which a phone cannot read.
  const title = run.titled ? run.title : run.runbook.product.title;
  const summary = `${run.severity} ${run.id}: ${title} (${why})`;
  return fact('page.requested', { page: id, key, dedupKey: dedupKey(run, id), roles: [...roles], why, summary });
}

/**
 * The same for every event about one page of one incident of this installation, and for no other: two installations may
 * share a provider's account, and numbers begin anew with a new database.
 */
function dedupKey(run: IncidentRun, page: string): string {
  const birth = sha256(`${run.stream}|${run.startedAt}|${run.initiator}|${run.channel}`).slice(0, 12);
  return `gonogo/${run.id}/${page}/${birth}`;
}

/** The variable with the routing key that reaches a role; null: it has no pager. */
export function keyOf(run: Concerned, role: string): string | null {
  const known = run.runbook.product.roles[role];
  if (known?.pager) return known.pager;
  if (role === 'service-owner') {
    const owner = serviceOwner(run);
    const own = owner === null ? undefined : run.runbook.product.roles[owner];
    return own?.pager ?? pagerOf(run);
  }
  return known?.onCall ? pagerOf(run) : null;
}

/** Slack users behind roles, each once. */
export function usersOf(run: IncidentRun, roles: readonly string[]): readonly string[] {
  return [...new Set(roles.flatMap(role => usersOfRole(run, role)))];
}

function usersOfRole(run: IncidentRun, role: string): readonly string[] {
  if (role === 'commander') return run.commander === null ? [] : [run.commander];
  if (role === 'deputy') return run.deputy === null ? [] : [run.deputy];
  if (role === 'initiator') return [run.initiator];
  if (role === 'service-owner') {
    const owner = serviceOwner(run);
    return owner === null ? [] : (run.people[owner] ?? []);
  }
  return run.people[role] ?? [];
}

/** Mail addresses behind roles, each once. */
export function mailsOf(run: IncidentRun, roles: readonly string[]): readonly string[] {
  const owner = serviceOwner(run);
  const names = roles.map(role => (role === 'service-owner' ? (owner ?? role) : role));
  return [...new Set(names.flatMap(role => run.runbook.product.roles[role]?.mail ?? []))];
}
