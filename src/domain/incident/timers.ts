import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import type { Timer, Timers } from '#src/domain/procedure/timers.ts';
import { procedureTimers } from '#src/domain/procedure/timers.ts';
import { escalationsDue } from './escalate.ts';
import type { Page } from './state.ts';

/** A provider that has not accepted a page by then is not waited for any longer: a second way is taken. */
export const ACCEPTED_WITHIN_MS = MINUTE;
/** Nobody has acknowledged by then: a second way is taken beside the first. */
export const ACKNOWLEDGED_WITHIN_MS = 5 * MINUTE;
/** How often somebody looks whether an accepted page rings: after the settle time, then ever less often. */
const LOOK_MAX_MS = 15 * MINUTE;

/** Every moment at which an incident must be looked at again, as a function of its state. */
export function incidentTimers(run: IncidentRun): Timers {
  const timers: { [name: string]: Timer } = { ...procedureTimers(run) };
  const open = run.status !== 'resolved';
  if (open && run.cadence.nextAt !== null) timers['update-due'] = { at: run.cadence.nextAt, policy: 'coalesce' };
  for (const page of Object.values(run.pages)) {
    for (const [name, at] of open ? pageMoments(run, page) : [])
      timers[`${name}:${page.id}`] = { at, policy: 'catch-up' };
  }
  for (const { rule, at } of escalationsDue(run)) timers[`escalate:${rule}`] = { at, policy: 'catch-up' };
  const postmortem = postmortemReminder(run);
  if (postmortem !== null) timers['postmortem-due'] = { at: postmortem, policy: 'coalesce' };
  return timers;
}

/** When a page that waits must be looked at again. */
export function pageMoments(
  { settleMs }: Pick<IncidentRun, 'settleMs'>,
  page: Page,
): readonly (readonly [string, Instant])[] {
  const moments: (readonly [string, Instant])[] = [];
  const waits = page.state === 'requested' || page.state === 'accepted';
  if (page.state === 'requested' && page.fallback === null)
    moments.push(['page-late', page.requestedAt + ACCEPTED_WITHIN_MS]);
  if (waits && page.fallback === null) moments.push(['page-unacked', page.requestedAt + ACKNOWLEDGED_WITHIN_MS]);
  if (page.state === 'accepted') moments.push(['read-back', nextLook(settleMs, page)]);
  return moments;
}

function nextLook(settleMs: number, page: Page): Instant {
  if (page.readAt === null) return (page.acceptedAt ?? page.requestedAt) + settleMs;
  return page.readAt + Math.min(MINUTE * 2 ** Math.max(0, page.looks - 2), LOOK_MAX_MS);
}

/** A day before it is due, when it is due, and then once a day, until it is reviewed. */
function postmortemReminder(run: IncidentRun): Instant | null {
  const { dueAt, remindedAt, state } = run.postmortem;
  if (run.status !== 'resolved' || dueAt === null || state === 'reviewed' || state === 'closed') return null;
  if (remindedAt === null) return Math.max(dueAt - DAY, run.resolvedAt ?? 0);
  if (remindedAt < dueAt) return dueAt;
  return remindedAt + DAY;
}
