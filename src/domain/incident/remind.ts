import type { Instant } from '#src/base/time.ts';
import { sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import { fact } from '#src/domain/fact.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { IncidentRun } from '#src/domain/procedure/state.ts';
import { pagesAgain } from './cadence.ts';
import { cadenceOf, gradeOf } from './grade.ts';
import { requestPages } from './paging.ts';

/**
 * A reminder has come due. After a stop of the bot it is one, whatever was passed meanwhile: the one that matters most
 * now. The third without an update pages again.
 */
export function remind(draft: Draft, now: Instant): void {
  const run = draft.incident;
  const { dueAt, missedAt, nextAt, lastAt, reminders } = run.cadence;
  if (run.status === 'resolved' || dueAt === null || nextAt === null || now < nextAt) return;
  const missed = missedAt !== null && now >= missedAt;
  const ago = sayDuration(now - lastAt);
  const number = reminders + 1;
  if (!missed) {
    const says = run.updates.length === 0 ? `no update yet, declared ${ago} ago` : `last ${ago} ago`;
    draft.add(fact('incident.update-due', { dueAt, reminders: number, says }), BOT);
    return;
  }
  const says = `No update for ${ago}; one was due every ${cadenceOf(run)?.text ?? ''}`;
  draft.add(fact('incident.update-missed', { dueAt, reminders: number, says }), BOT);
  const grade = gradeOf(run);
  // Told to the deputy and the channel first; whoever is on call is woken again when that did not help either.
  // Once a stretch without an update: a phone that rings every ten minutes is switched off.
  if (pagesAgain(run.cadence) && grade?.page)
    for (const one of requestPages(draft.incident, grade.calls, says)) draft.add(one, BOT);
}

/**
 * Is this reminder, by the number of its fact, still the one to be said? Not when Slack kept it back until another came
 * after it, or until an update, a snooze or the end: then saying it would be one too many.
 */
export function isStillDue(run: IncidentRun, seq: number): boolean {
  return run.cadence.shown === seq;
}
