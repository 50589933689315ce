import { offsetAt } from '#src/base/offsets.ts';
import type { Instant } from '#src/base/time.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import type { CalendarRules, Deny, Freeze, Unless, Window } from '#src/domain/runbook/model/calendar.ts';

/** The rules of a product with the zone they are read in. */
export type Calendar = { readonly zone: string; readonly rules: CalendarRules };

/** One rule that closes the calendar, and what would open it. */
export type Closure = {
  /** Its name: what an approval is given for. */
  readonly rule: string;
  /** Why it is closed, as part of a sentence. */
  readonly says: string;
  /** Null: nobody can open it. */
  readonly opens: Unless | null;
};

/** The rule that nothing allows it now. */
export const OUTSIDE = 'outside';

/** What closes the calendar at an instant; nothing: it is open. A time of day counts as the clock on the wall shows it. */
export function closuresAt({ zone, rules }: Calendar, at: Instant): readonly Closure[] {
  return closuresOn(rules, at + offsetAt(at, zone));
}

/** Every rule there is, whether it closes anything now or not. */
export function everyClosure(rules: CalendarRules): readonly Closure[] {
  return [...outsideRule(rules), ...rules.deny.map(denied), ...rules.freezes.map(frozen)];
}

/** The same for a reading of the wall clock, as if it were UTC. */
export function closuresOn(rules: CalendarRules, wall: number): readonly Closure[] {
  return [
    ...outside(rules, wall),
    ...rules.deny.filter(deny => covers(deny, wall)).map(denied),
    ...rules.freezes.filter(freeze => isFrozen(freeze, wall)).map(frozen),
  ];
}

function outside(rules: CalendarRules, wall: number): readonly Closure[] {
  return rules.allow.some(window => covers(window, wall)) ? [] : outsideRule(rules);
}

function outsideRule({ allow, outside: roles }: CalendarRules): readonly Closure[] {
  if (allow.length === 0) return [];
  const says = `outside the windows (${allow.map(window => window.text).join('; ')})`;
  return [{ rule: OUTSIDE, says, opens: roles && { kind: 'approve', roles } }];
}

function denied({ text, reason, unless }: Deny): Closure {
  return { rule: `deny ${text}`, says: reason === null ? `closed ${text}` : `${reason} (${text})`, opens: unless };
}

function frozen(freeze: Freeze): Closure {
  const { id, from, to, reason, unless } = freeze;
  const days = from === to ? from : `${from} to ${to}`;
  return {
    rule: `freeze ${id ?? `${from}..${to}`}`,
    says: `frozen ${days}${reason === null ? '' : `: ${reason}`}`,
    opens: unless,
  };
}

/** A window that crosses midnight belongs to the day it begins on. */
function covers({ days, from, to }: Window, wall: number): boolean {
  const minute = Math.floor(wall / MINUTE) % MINUTES_A_DAY;
  const today = weekday(wall);
  if (from < to) return days.includes(today) && minute >= from && minute < to;
  return (days.includes(today) && minute >= from) || (days.includes(weekday(wall - DAY)) && minute < to);
}

const MINUTES_A_DAY = DAY / MINUTE;

/** 1970-01-01 was a Thursday. */
function weekday(wall: number): number {
  return ((Math.floor(wall / DAY) + 3) % 7) + 1;
}

/** The last of its days has passed. */
export function isOverAt({ to }: Freeze, at: Instant, zone: string): boolean {
  return at + offsetAt(at, zone) >= Date.parse(to) + DAY;
}

function isFrozen({ from, to }: Freeze, wall: number): boolean {
  return wall >= Date.parse(from) && wall < Date.parse(to) + DAY;
}
