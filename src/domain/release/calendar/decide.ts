import type { Instant } from '#src/base/time.ts';
import { MINUTE, sayDuration } from '#src/base/time.ts';
import { BOT } from '#src/domain/actor.ts';
import type { PersonCommand, WorldCommand } from '#src/domain/commands.ts';
import type { Refusal } from '#src/domain/fact.ts';
import { fact } from '#src/domain/fact.ts';
import { hasRole, sayRoles, standing } from '#src/domain/policy/who-may.ts';
import { deny } from '#src/domain/procedure/deny.ts';
import type { Draft } from '#src/domain/procedure/draft.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import { rejudgeGates } from '../decide-facts.ts';
import { keptFromReturning } from '../gives-way.ts';
import { startRollback } from '../rollback-start.ts';
import { closuresToOpen } from './ahead.ts';
import { acceptanceOf, acceptances, calendarOfRun, openers } from './bound.ts';
import { lookAtCalendar, sayClosures, windowOver } from './look.ts';

/** A window's end is told so long before. */
export const WARN_MS = 10 * MINUTE;

/** One word opens every rule its speaker may open: all that is asked is asked at once. */
export function decideOpenCalendar(
  draft: Draft,
  run: ReleaseRun,
  command: PersonCommand & { type: 'open-calendar' },
  now: Instant,
): Refusal | null {
  const { actor, reason } = command;
  const closures = closuresToOpen(run);
  if (closures.length === 0)
    return { code: 'calendar.open', text: `The calendar does not keep ${run.id} out of production.` };
  const known = standing(actor);
  if (!known.ok) return deny(draft, actor, 'open the calendar', known);
  const asked = closures.map(closure => ({ closure, roles: Object.keys(openers(run, closure) ?? {}) }));
  const mine = asked.filter(({ roles }) => hasRole(run, actor, roles) !== null);
  if (mine.length === 0) {
    const all = [...new Set(asked.flatMap(one => one.roles))];
    const who =
      all.length === 0 ? 'Nobody can open this for one run' : `Opening this is for ${sayRoles(run.runbook, all)}`;
    return deny(draft, actor, 'open the calendar', {
      ok: false,
      code: 'who.role',
      why: `${who}: it is ${sayClosures(closures)}.`,
    });
  }
  if (reason.trim() === '')
    return { code: 'calendar.reason', text: 'Opening the calendar needs a reason: write it in a sentence.' };
  const fresh = mine.filter(({ closure }) => !acceptances(run, closure).some(one => one.by === actor.user));
  if (fresh.length === 0)
    return { code: 'calendar.again', text: 'Your word is on record already; others are asked too.' };
  for (const { closure, roles } of fresh) {
    const held = roles.filter(role => hasRole(run, actor, [role]) !== null);
    const rule = `${held.join(', ')}: calendar`;
    draft.add(fact('override.given', { what: acceptanceOf(closure), reason, rule, roles: held }), actor);
  }
  calendarMoved(draft, now);
  return null;
}

/** Freezes set or ended in Slack. What was approved under another calendar is asked again. */
export function freezesTold(
  draft: Draft,
  run: ReleaseRun,
  command: WorldCommand & { type: 'freezes-told' },
  now: Instant,
): void {
  const { freezes, says, by } = command;
  const same = JSON.stringify(freezes) === JSON.stringify(run.freezes);
  if (same || isFinal(run)) return;
  draft.add(fact('calendar.changed', { freezes: freezes.map(one => ({ ...one })), says, by }), BOT);
  calendarMoved(draft, now);
}

/** The calendar says something else to this run than before: gates and a window it stands in are looked at again. */
export function calendarMoved(draft: Draft, now: Instant): void {
  rejudgeGates(draft);
  lookAgain(draft, now);
}

/** The moment has come at which the calendar was to be looked at again: other rules close it now, it opened, or it ended. */
export function lookAgain(draft: Draft, now: Instant): void {
  const run = draft.release;
  const phase = run.runbook.phases.find(one => one.id === run.window?.phase);
  const status = phase && run.phases[phase.id]?.status;
  if (!phase || isFinal(run) || run.rollback || (status !== 'pending' && status !== 'running')) return;
  const wasOpen = run.window?.closures.length === 0;
  const announced = run.window?.warned === true;
  const look = lookAtCalendar(run, phase, now);
  if (typeof look === 'string') return;
  draft.add(look, BOT);
  if (look.type === 'window.closed' && wasOpen && status === 'running') windowEnded(draft, announced);
}

/**
 * In the middle of a phase; what is in hand goes on to its end, unless the runbook turns back. That is done only where it was
 * announced, so that a freeze set meanwhile asks first, and not to what a person made stand still.
 */
function windowEnded(draft: Draft, announced: boolean): void {
  const run = draft.release;
  const { onWindowEnd } = calendarOfRun(run).rules;
  if (onWindowEnd === 'finish-wave') return;
  const turns = onWindowEnd === 'rollback' && announced && run.pause?.cause !== 'person';
  const back = turns && run.touchedAt !== null && keptFromReturning(run) === null && run.runbook.rollback;
  if (back) {
    const reason = `The window ended: ${sayClosures(run.window?.closures ?? [])}`;
    draft.add(startRollback(run, { cause: 'window', reason, rule: 'onWindowEnd: rollback' }), BOT);
  } else if (run.status === 'running') draft.add(windowOver(run), BOT);
}

/** Ten minutes before a window ends in which production is being touched. */
export function warnOfEnd(draft: Draft, now: Instant): void {
  const { window, runbook } = draft.release;
  if (window === null || window.until === null || window.closures.length > 0 || window.warned) return;
  const phase = runbook.phases.find(one => one.id === window.phase)?.title ?? window.phase;
  const says = `The window ends in ${sayDuration(window.until - now)}, and "${phase}" is still on its way. ${THEN[calendarOfRun(draft.release).rules.onWindowEnd]}`;
  draft.add(fact('window.ending', { phase: window.phase, until: window.until, says }), BOT);
}

const THEN = {
  'finish-wave': 'What is in hand then goes on to its end, and before anything more is done a person is asked.',
  pause: 'It pauses then and asks a person.',
  rollback: 'It rolls back then by itself, unless somebody pauses it or those who may open the window before.',
} as const;
