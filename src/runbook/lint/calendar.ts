import { suggest } from '#src/base/nearest.ts';
import { DAY, MINUTE } from '#src/base/time.ts';
import { closuresAt } from '#src/domain/policy/calendar/closures.ts';
import { nextOpening } from '#src/domain/policy/calendar/openness.ts';
import type { CalendarRules, RoleCounts, Unless, Window } from '#src/domain/runbook/model/calendar.ts';
import type { Grade } from '#src/domain/runbook/model/incident.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import { type Context, tell } from '../resolve/context.ts';
import type { Path } from '../yaml/node.ts';
import { canPass, whyNot } from './people.ts';

/** Windows that never open, freezes that end before they begin, approvals nobody can give: found before the night. */
export function lintCalendar(context: Context, product: Product, grades: readonly Grade[]): void {
  const { rules } = product.calendar;
  const bound = Object.entries(product.environments).filter(([, one]) => one.calendar);
  if (!rules) {
    for (const [name] of bound)
      warn(context, ['environments', name, 'calendar'], 'product.yml has no calendar, so this binds nothing', {
        hint: 'add calendar: { allow: [...] }',
      });
    return;
  }
  if (bound.length === 0)
    warn(context, ['calendar'], 'no environment is bound by it', {
      hint: 'add calendar: true to an environment, for example production',
    });
  lintHours(context, rules);
  lintFreezes(context, rules);
  lintNever(context, rules);
  lintOpeners(context, product, rules, grades);
}

/** A window from eight to eight may mean no time at all or a whole day. */
function lintHours(context: Context, { allow, deny }: CalendarRules): void {
  for (const [key, windows] of Object.entries({ allow, deny })) {
    for (const [index, { from, to }] of windows.entries()) {
      if (from !== to) continue;
      tell(context, ['calendar', key, index, 'hours'], {
        message: 'the window ends when it begins',
        hint: 'write "00:00-24:00" for a whole day, or leave hours out',
      });
    }
  }
}

function lintFreezes(context: Context, { freezes }: CalendarRules): void {
  for (const [index, { from, to }] of freezes.entries()) {
    const path = ['calendar', 'freezes', index];
    if (to < from) {
      const message = `the freeze ends on ${to}, before it begins on ${from}`;
      tell(context, [...path, 'to'], { message, hint: 'write the earlier day in from, and the last frozen day in to' });
    }
    const other = freezes.slice(0, index).find(one => one.from <= to && from <= one.to);
    if (other)
      warn(context, path, `it overlaps the freeze from ${other.from} to ${other.to}`, {
        hint: 'make one of them, or who may open it is asked twice',
      });
  }
}

function lintNever(context: Context, rules: CalendarRules): void {
  const { allow } = rules;
  const plain = { ...rules, freezes: [] };
  if (allow.length === 0 && !everOpens(plain)) return tellNever(context, ['calendar', 'deny'], plain);
  for (const [index, window] of allow.entries()) {
    if (!everOpens({ ...plain, allow: [window] }))
      tellNever(context, ['calendar', 'allow', index], { ...plain, allow: [window] });
    else if (allow.some((other, at) => at !== index && isWithin(window, other, at < index)))
      warn(context, ['calendar', 'allow', index], `${window.text} lies within another window and adds nothing`, {
        hint: 'take it out, or write the time that is meant',
      });
  }
}

/** What every rule in the way lets somebody open may be meant so; what nobody can open is a mistake. */
function tellNever(context: Context, path: Path, rules: CalendarRules): void {
  const [window] = rules.allow;
  const at = window ? momentIn(window) : 0;
  const closures = closuresAt({ zone: 'UTC', rules }, at);
  const opens = closures.every(one => one.opens !== null);
  tell(context, path, {
    message: `this never opens by itself: ${closures.map(one => one.says).join('; ')}`,
    hint: 'write hours that no deny covers',
    level: opens ? 'warning' : 'error',
  });
}

/** Freezes aside, a calendar repeats itself weekly, so any time shows all there is. */
function everOpens(rules: CalendarRules): boolean {
  return nextOpening({ zone: 'UTC', rules }, 0) !== null;
}

/** 1970-01-01 was a Thursday, day 4. */
function momentIn({ days, from }: Window): number {
  return (((days[0] ?? 1) + 3) % 7) * DAY + from * MINUTE;
}

function isWithin(inner: Window, outer: Window, earlier: boolean): boolean {
  if (inner.from === outer.from && inner.to === outer.to && inner.days.join() === outer.days.join()) return earlier;
  const plain = inner.from < inner.to && outer.from < outer.to;
  return plain && inner.days.every(day => outer.days.includes(day)) && outer.from <= inner.from && inner.to <= outer.to;
}

function lintOpeners(context: Context, product: Product, rules: CalendarRules, grades: readonly Grade[]): void {
  const { outside, allow, deny, freezes } = rules;
  if (outside && allow.length === 0)
    warn(context, ['calendar', 'outside'], 'without allow nothing is outside, so nobody is ever asked', {
      hint: 'add allow: [...], or put unless: { approve: ... } on the deny it is meant for',
    });
  if (outside) lintApprovers(context, product, ['calendar', 'outside', 'approve'], outside);
  for (const [key, closing] of Object.entries({ deny, freezes })) {
    for (const [index, { unless }] of closing.entries())
      lintUnless(context, ['calendar', key, index, 'unless'], { product, unless, grades });
  }
}

type Opener = { readonly product: Product; readonly unless: Unless | null; readonly grades: readonly Grade[] };

function lintUnless(context: Context, path: Path, { product, unless, grades }: Opener): void {
  if (unless?.kind === 'approve') return lintApprovers(context, product, [...path, 'approve'], unless.roles);
  if (unless === null) return;
  if ((product.raci['deploy']?.accountable ?? []).length === 0)
    tell(context, path, {
      message: 'unless: incident asks the accountable of deploy, and raci names nobody',
      hint: 'add deploy: { responsible: a-role, accountable: a-role } to raci',
    });
  if (!grades.some(grade => grade.holdsReleases))
    tell(context, path, {
      message: 'no incident opens this: no severity has holdsReleases',
      hint: 'add holdsReleases: true to the severities that are worth it',
    });
}

function lintApprovers(context: Context, product: Product, path: Path, roles: RoleCounts): void {
  const names = Object.keys(product.roles);
  const unknown = Object.keys(roles).filter(role => !names.includes(role));
  for (const role of unknown)
    tell(context, [...path, role], { message: `there is no role "${role}"`, hint: suggest(role, names) });
  const quorum = { quorum: roles, anyOf: [], distinctPeople: true };
  if (unknown.length > 0 || canPass(product, quorum, undefined)) return;
  tell(context, path, { message: whyNot(product, quorum), hint: 'name more people for these roles, or ask for fewer' });
}

function warn(context: Context, path: Path, message: string, { hint }: { readonly hint: string }): void {
  tell(context, path, { message, hint, level: 'warning' });
}
