import type { CalendarRules, Deny, Unless, Window } from '#src/domain/runbook/model/calendar.ts';
import type { Workdays } from '#src/domain/runbook/model/product.ts';
import type { ProductText } from '../schema/product.ts';

type CalendarText = NonNullable<ProductText['calendar']>;
type DenyText = NonNullable<CalendarText['deny']>[number];
type WindowText = Pick<DenyText, 'days' | 'hours'>;

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** When production may be touched; null: the file says nothing about it. */
export function rulesOf(text: CalendarText | undefined): CalendarRules | null {
  if (!text || (!text.allow && !text.deny && !text.freezes)) return null;
  return {
    allow: (text.allow ?? []).map(windowOf),
    deny: (text.deny ?? []).map(denyOf),
    outside: text.outside?.approve ?? null,
    freezes: (text.freezes ?? []).map(({ from, to, reason, unless }) => ({
      id: null,
      from,
      to,
      reason: reason ?? null,
      unless: unlessOf(unless),
    })),
    onWindowEnd: text.onWindowEnd ?? 'finish-wave',
  };
}

function denyOf(text: DenyText): Deny {
  return { ...windowOf(text), reason: text.reason ?? null, unless: unlessOf(text.unless) };
}

function unlessOf(text: DenyText['unless']): Unless | null {
  if (text === undefined) return null;
  return text === 'incident' ? { kind: 'incident' } : { kind: 'approve', roles: text.approve };
}

function windowOf({ days, hours }: WindowText): Window {
  const [from = 0, to = 0] = (hours ?? '00:00-24:00').split('-').map(minutesOf);
  const which = days ? daysOf(days) : EVERY_DAY;
  const named = which.length === EVERY_DAY.length ? 'every day' : which.map(day => DAYS[day - 1]).join(', ');
  return { days: which, from, to, text: `${named} ${hours ?? 'all day'}` };
}

/** What "working days" means in this product. */
export function workdaysOf(text: CalendarText['workdays']): Workdays | null {
  if (text === undefined) return null;
  const [from = 0, to = 0] = text.hours.split('-').map(minutesOf);
  return { days: daysOf(text.days), from, to, holidays: text.holidays ?? [] };
}

function daysOf(names: readonly string[]): readonly number[] {
  return [...new Set(names.map(day => DAYS.indexOf(day) + 1))].toSorted((a, b) => a - b);
}

/** `09:30` is 570. */
function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
