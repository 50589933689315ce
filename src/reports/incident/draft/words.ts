import type { Instant } from '#src/base/time.ts';
import { iso, sayInstant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import { serviceOwner } from '#src/domain/incident/service.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { inline } from '../../markdown.ts';

/*
 * People are a role and a Slack id: `Commander @U1`, the id in a typewriter face. The bot knows ids and no names, and a
 * postmortem is about roles and deeds, so the role stands first. The face keeps an id from becoming a mention of a
 * stranger where the file is pasted into a ticket or a repository; in Slack, `<@U1>` finds who it is.
 */
export function person(user: string): string {
  return `\`@${user.replace(/[^\w.-]/g, '')}\``;
}

/** With the role they had at that moment; `gonogo` for the bot. */
export function who(run: IncidentRun, user: string, roles: readonly string[] = []): string {
  if (user === 'gonogo' || user === '') return 'gonogo';
  const role = roleOf(run, user, roles);
  return role === null ? person(user) : `${inline(role)} ${person(user)}`;
}

export function whoActs(run: IncidentRun, actor: Actor): string {
  return actor.kind === 'person' ? who(run, actor.user, actor.roles) : 'gonogo';
}

function roleOf(run: IncidentRun, user: string, roles: readonly string[]): string | null {
  if (user === run.commander) return 'Commander';
  if (user === run.deputy) return 'Deputy';
  const named = Object.keys(run.people).find(role => run.people[role]?.includes(user));
  const role = roles[0] ?? named;
  return role === undefined ? null : roleTitle(run, role);
}

export function roleTitle(run: IncidentRun, role: string): string {
  const owner = role === 'service-owner' ? serviceOwner(run) : null;
  if (owner !== null && owner !== role) return roleTitle(run, owner);
  const built: { readonly [role: string]: string } = {
    commander: 'Commander',
    deputy: 'Deputy',
    initiator: 'Whoever declared it',
  };
  return run.runbook.product.roles[role]?.title ?? built[role] ?? role;
}

export function roleTitles(run: IncidentRun, roles: readonly string[]): string {
  // Whoever is on call may own the service too; said once it is clear enough.
  return inline([...new Set(roles.map(role => roleTitle(run, role)))].join(', '));
}

/** What an exception was given for; its name in the events is nobody's word. */
export function exceptionWords(what: string): string {
  return what === 'resolve:stable' ? 'ending it without stable figures' : said(what);
}

/** What somebody typed, as text on one line; people named in it by their ids. */
export function said(text: string): string {
  return text
    .split(/(<@[UW][A-Z0-9]+(?:\|[^>]*)?>)/)
    .map(part => {
      const user = /^<@([UW][A-Z0-9]+)/.exec(part)?.[1];
      return user === undefined ? spaced(part) : person(user);
    })
    .join('')
    .trim();
}

/** As `inline`, but the blanks beside a mention stay. */
function spaced(text: string): string {
  const [before, after] = [/^\s/.test(text) ? ' ' : '', /\s$/.test(text) ? ' ' : ''];
  const middle = inline(text);
  return middle === '' ? before : `${before}${middle}${after}`;
}

/** A message as Slack keeps it: its marks for links, channels and calls become text. */
export function saidInSlack(text: string): string {
  const plain = text
    .replace(/<(?:https?|mailto):[^>|]*\|[^>]*>/g, found => {
      const [url = '', label = ''] = found.slice(1, -1).split('|', 2);
      return label === url ? url : `${label} (${url})`;
    })
    .replace(/<((?:https?|mailto):[^>]*)>/g, '$1')
    .replace(/<#[CGD][A-Z0-9]+\|([^>]+)>/g, '#$1')
    .replace(/<!subteam\^[A-Z0-9]+\|@?([^>]*)>/g, '@$1')
    .replace(/<!(channel|here|everyone)>/g, '@$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return said(plain);
}

/** A link where the address is http or https; else both as text. */
export function link(label: string, url: string): string {
  if (!/^https?:\/\/[^\s"<>\\`|]+$/i.test(url)) return inline(`${label} (${url})`);
  return `[${inline(label)}](${url.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}

/** `12:05`, in UTC. */
export function time(at: Instant): string {
  return iso(at).slice(11, 16);
}

/** `Tue 2026-11-24 12:05`, in UTC: the heading says so. */
export function dayTime(at: Instant): string {
  return sayInstant(at, 'UTC').replace(' UTC', '');
}

/** The time alone on the day it is read beside, else with its day. */
export function timeBeside(at: Instant, beside: Instant): string {
  return iso(at).slice(0, 10) === iso(beside).slice(0, 10) ? time(at) : dayTime(at);
}

/** A question only people can answer. */
export function todo(question: string): string {
  return `${TODO} ${question}`;
}

export const TODO = '**TODO:**';
/** In a cell. */
export const OPEN = '**TODO**';

/** Joins what is there. */
export function lines(...all: readonly (string | null)[]): string {
  return all.filter(line => line !== null && line !== '').join('\n');
}

export function blocks(...all: readonly (string | null)[]): string {
  return all.filter(block => block !== null && block !== '').join('\n\n');
}

/** `1 update`, `3 updates` */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** A sentence ends with a full stop, and with one only. */
export function sentence(text: string): string {
  return /[.!?…:]$/.test(text) || text === '' ? text : `${text}.`;
}
