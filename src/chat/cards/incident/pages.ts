import { unreachable } from '#src/base/assert.ts';
import { waitForSomebody } from '#src/domain/incident/acknowledge-page.ts';
import { gradeOf } from '#src/domain/incident/grade.ts';
import { usersOf } from '#src/domain/incident/paging.ts';
import type { Concerned } from '#src/domain/incident/service.ts';
import type { Page } from '#src/domain/incident/state.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { when } from '../../dates.ts';
import { inert, mention } from '../../escape.ts';
import { roleWords } from '../../incident-roles.ts';
import { saysOf, someone } from '../../incident-words.ts';
import { cut } from '../../limits.ts';

/** Of pages that are over only the last ones matter; all are on the timeline. */
const PAGES_MAX = 6;
const SAYS_MAX = 300;

/**
 * What is known of each page, and nothing beyond it: asked for, taken by the provider, seen to be open, acknowledged by a
 * person, or FAILED. The provider's "accepted" says nothing about anybody's phone.
 */
export function pageLines(run: IncidentRun): readonly string[] {
  const pages = Object.values(run.pages);
  if (pages.length === 0) return [nobodyPaged(run)];
  const left = pages.length - PAGES_MAX;
  return [
    ...(left > 0 ? [`${left} earlier pages are on the timeline.`] : []),
    ...pages.slice(-PAGES_MAX).map(page => pageLine(ofIncident(run), page)),
  ];
}

/** Whose pages they are: who may be named in their sentences. */
export type PageTeller = { readonly concerned: Concerned; readonly says: (text: string) => string };

function ofIncident(run: IncidentRun): PageTeller {
  return { concerned: run, says: text => saysOf(run, text) };
}

export function pageLine(of: PageTeller, page: Page): string {
  return `Page to ${roleWords(of.concerned, page.roles)}: ${stateOfPage(of, page)}${fallback(of, page)}`;
}

function stateOfPage(of: PageTeller, page: Page): string {
  const says = of.says(cut(page.says, SAYS_MAX));
  switch (page.state) {
    case 'requested':
      return `requested ${when(page.requestedAt)}, *not accepted by PagerDuty yet*`;
    case 'accepted':
      return `accepted by PagerDuty ${when(page.acceptedAt ?? page.requestedAt)}, *not acknowledged yet*${looked(of, page)}`;
    case 'acknowledged':
      return `acknowledged by ${someone(page.acknowledgedBy)} ${when(page.acknowledgedAt ?? page.requestedAt)}`;
    case 'failed':
      return `*FAILED* ${when(page.endedAt ?? page.requestedAt)}: ${says}`;
    case 'resolved':
      return `over since ${when(page.endedAt ?? page.requestedAt)}${page.acknowledgedAt === null ? '' : `, was acknowledged by ${someone(page.acknowledgedBy)}`} (${says})`;
    default:
      return unreachable(page.state);
  }
}

/** What was seen when somebody looked, or that nobody could see. */
function looked(of: PageTeller, { readAt, says }: Page): string {
  return readAt === null ? '' : `; ${of.says(cut(says, SAYS_MAX))} (looked ${when(readAt)})`;
}

/** A second way was taken. That a message was sent does not mean that anybody read it. */
function fallback(of: PageTeller, { fallback: second }: Page): string {
  if (second === null) return '';
  return ` · second way since ${when(second.at)} (${of.says(cut(second.says, SAYS_MAX))}): ${secondWay(second)}`;
}

/** `direct messages to @li and mail to 2 addresses`; that there was nobody is said as loudly as that there was. */
export function secondWay({
  users,
  mails,
}: {
  readonly users: readonly string[];
  readonly mails: readonly string[];
}): string {
  const ways = [
    users.length === 0
      ? null
      : `direct ${users.length === 1 ? 'message' : 'messages'} to ${users.map(mention).join(', ')}`,
    mails.length === 0 ? null : `mail to ${mails.length === 1 ? 'one address' : `${mails.length} addresses`}`,
  ];
  const taken = ways.filter(way => way !== null).join(' and ');
  return taken === '' ? '*nobody else is known who could be called*' : taken;
}

/** Nobody is paged: by rule, or because nobody can be. The difference matters at 03:00. */
function nobodyPaged(run: IncidentRun): string {
  const grade = gradeOf(run);
  const told = usersOf(run, grade?.calls ?? []).filter(user => user !== run.initiator);
  const direct = told.length === 0 ? '' : ` Told by direct message: ${told.map(mention).join(', ')}.`;
  if (run.drill) return `Page: nobody, this is a drill.${direct}`;
  if (grade?.page !== true) return `Page: nobody, ${inert(run.severity)} pages nobody.${direct}`;
  return `*Page: NOBODY was paged*, no pager is named for ${roleWords(run, grade.calls)}.${direct}`;
}

/** Somebody may still say "I have it". */
export function waitsForAcknowledgement(run: IncidentRun): boolean {
  return run.status !== 'resolved' && waitForSomebody(Object.values(run.pages));
}
