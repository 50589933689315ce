import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import type { Cadence } from '#src/domain/runbook/model/incident.ts';
import type { CadenceState } from './state.ts';

/** The reminder without an update that pages again. */
const PAGE_AT_REMINDER = 3;

/**
 * Does the missed update that is told now page again? The third reminder does, where the one before it told of a missed
 * one too: snoozes and a new grade bring reminders of their own before that. It comes out true once a stretch.
 */
export function pagesAgain({ reminders, missedReminders }: CadenceState): boolean {
  return Math.min(reminders + 1, missedReminders + 2) === PAGE_AT_REMINDER;
}

/** Two reminders are never closer than this, or than half a short cadence: a bot that was away speaks once, not twice. */
export const REMINDERS_APART_MS = 5 * MINUTE;

/** `20m-30m`, and not a single `10m` that is missed when the next one is due. */
export function isRange({ text }: Cadence): boolean {
  return text.includes('-');
}

/** How often one commander may put a reminder off before an update has to come. */
export const SNOOZES_MAX = 2;

/** When the first update is due, counted from the declaration. */
export function startCadence(cadence: Cadence | null, at: Instant): CadenceState {
  return {
    ...next(cadence, at, null),
    snoozes: 0,
    reminders: 0,
    missedReminders: 0,
    met: 0,
    missed: 0,
    worstMs: 0,
    shown: null,
    former: null,
  };
}

/** An update came: the clock starts anew, and whether the last one was kept is counted. */
export function updated(
  state: CadenceState,
  cadence: Cadence | null,
  at: Instant,
  nextAt: Instant | null,
): CadenceState {
  // After a snooze it may come before it would be missed anew, and was missed all the same.
  const late = state.missedCounted || (state.missedAt !== null && at > state.missedAt);
  const was = state.dueAt !== null;
  return {
    ...next(cadence, at, nextAt),
    shown: null,
    former: state.shown,
    snoozes: 0,
    reminders: 0,
    missedReminders: 0,
    met: state.met + (was && !late ? 1 : 0),
    // A missed one was counted when it was told; it may come first, just after the bot did.
    missed: state.missed + (was && late && !state.missedCounted ? 1 : 0),
    worstMs: Math.max(state.worstMs, state.dueAt === null ? 0 : at - state.dueAt),
  };
}

/** Another grade has another cadence; what was said already still counts, and nothing is due in the past. */
export function regraded(state: CadenceState, cadence: Cadence | null, at: Instant): CadenceState {
  const fresh = next(cadence, state.lastAt, null);
  // What was missed is missed once, whatever grade it has when the update comes.
  const { missedCounted } = state;
  if (cadence === null || fresh.dueAt === null || fresh.dueAt > at) return { ...state, ...fresh, missedCounted };
  const due = next(cadence, at - cadence.dueMs, null);
  return { ...state, ...due, lastAt: state.lastAt, dueAt: at, nextAt: at, missedCounted };
}

/**
 * Somebody was reminded. The next time is a point of the grid that lies ahead: `due`, `missed`, then every `due` after
 * it. Points passed while the bot was away are one reminder, not many, and a point that follows it too soon comes later.
 */
export function reminded(
  state: CadenceState,
  cadence: Cadence | null,
  { at, seq, missed }: { readonly at: Instant; readonly seq: number; readonly missed: boolean },
): CadenceState {
  if (cadence === null || state.dueAt === null || state.missedAt === null) return { ...state, nextAt: null };
  return {
    ...state,
    shown: seq,
    former: state.shown,
    reminders: state.reminders + 1,
    missedReminders: state.missedReminders + (missed ? 1 : 0),
    missed: state.missed + (missed && !isMissed(state) ? 1 : 0),
    missedCounted: state.missedCounted || missed,
    // Promised early, an update is missed much later; the silence until then is no longer than the cadence.
    nextAt: Math.max(
      Math.min(pointAfter(state.dueAt, state.missedAt, cadence, at), at + cadence.dueMs),
      at + apartMs(cadence),
    ),
  };
}

/** Put off until then: a reminder comes then, and only after that can it be missed. */
export function snoozed(state: CadenceState, cadence: Cadence | null, until: Instant): CadenceState {
  const graceMs = cadence === null ? 0 : cadence.missedMs - cadence.dueMs;
  return {
    ...state,
    shown: null,
    former: state.shown,
    snoozes: state.snoozes + 1,
    nextAt: until,
    missedAt: state.missedAt === null ? null : Math.max(state.missedAt, until + graceMs),
  };
}

/** The missed update of this stretch was told already. */
export function isMissed(state: CadenceState): boolean {
  return state.missedCounted;
}

/** The clock was set: every moment of it moves along. */
export function movedBy(state: CadenceState, byMs: number): CadenceState {
  const move = (at: Instant | null) => (at === null ? null : at + byMs);
  const { lastAt, dueAt, missedAt, nextAt } = state;
  return { ...state, lastAt: lastAt + byMs, dueAt: move(dueAt), missedAt: move(missedAt), nextAt: move(nextAt) };
}

/** Nobody is reminded any more. */
export function silent(state: CadenceState): CadenceState {
  return { ...state, dueAt: null, missedAt: null, nextAt: null, shown: null, former: state.shown };
}

function apartMs({ dueMs }: Cadence): number {
  return Math.min(REMINDERS_APART_MS, dueMs / 2);
}

/** The first point of the reminders' grid after an instant. */
function pointAfter(dueAt: Instant, missedAt: Instant, cadence: Cadence, at: Instant): Instant {
  if (at < dueAt) return dueAt;
  if (at < missedAt) return missedAt;
  return missedAt + (Math.floor((at - missedAt) / cadence.dueMs) + 1) * cadence.dueMs;
}

function next(
  cadence: Cadence | null,
  lastAt: Instant,
  nextAt: Instant | null,
): Pick<CadenceState, 'lastAt' | 'dueAt' | 'missedAt' | 'nextAt' | 'missedCounted'> {
  if (cadence === null) return { lastAt, dueAt: null, missedAt: null, nextAt: null, missedCounted: false };
  const dueAt = nextAt ?? lastAt + cadence.dueMs;
  const graceMs = cadence.missedMs - cadence.dueMs;
  // A range says itself when it is missed; promised for its end, it is missed when it does not come then.
  const missedAt = isRange(cadence) ? Math.max(dueAt, lastAt + cadence.missedMs) : dueAt + graceMs;
  return { lastAt, dueAt, missedAt, nextAt: dueAt, missedCounted: false };
}
