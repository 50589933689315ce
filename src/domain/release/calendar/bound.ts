import type { Instant } from '#src/base/time.ts';
import type { Calendar, Closure } from '#src/domain/policy/calendar/closures.ts';
import { closuresAt, everyClosure } from '#src/domain/policy/calendar/closures.ts';
import type { Accepted } from '#src/domain/policy/calendar/openness.ts';
import { nextChange, nextOpening, opennessAt } from '#src/domain/policy/calendar/openness.ts';
import { lacking, yesOf } from '#src/domain/policy/quorum.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { CalendarRules, RoleCounts } from '#src/domain/runbook/model/calendar.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { BEFORE_DOWNTIME, downtimeApproval, downtimeClosures, hasDowntime } from './downtime.ts';

const ALWAYS_OPEN: CalendarRules = { allow: [], deny: [], outside: null, freezes: [], onWindowEnd: 'finish-wave' };

/** The calendar of a product together with the freezes people set in Slack. */
export function calendarOf({ calendar, timezone }: Product, freezes: CalendarRules['freezes']): Calendar {
  const rules = calendar.rules ?? ALWAYS_OPEN;
  return { zone: timezone, rules: { ...rules, freezes: [...rules.freezes, ...freezes] } };
}

export function calendarOfRun({ runbook, freezes }: ReleaseRun): Calendar {
  return calendarOf(runbook.product, freezes);
}

/** Only what touches an environment with `calendar: true` is bound, or users will notice; looking goes on at any time. */
export function isBound(run: ReleaseRun, phase: Phase): boolean {
  return bindsCalendar(run, phase) || (phase.touchesProduction && hasDowntime(run));
}

function bindsCalendar({ runbook }: ReleaseRun, phase: Phase): boolean {
  const touched = phase.touchesProduction ? 'production' : phase.touches;
  return touched !== undefined && runbook.product.environments[touched]?.calendar === true;
}

/** What keeps a phase out at an instant and was not opened for this run; `at` null: T is open, and so is when. */
export function closuresOf(run: ReleaseRun, phase: Phase, at: Instant | null): readonly Closure[] {
  const accepted = acceptedRules(run);
  return everyClosureOf(run, phase, at).filter(one => !accepted.has(one.rule));
}

/** The same, with what was opened. */
export function everyClosureOf(run: ReleaseRun, phase: Phase, at: Instant | null): readonly Closure[] {
  const calendar = bindsCalendar(run, phase) ? calendarOfRun(run) : null;
  const ofDowntime = phase.touchesProduction
    ? downtimeClosures(run, at, { calendar, accepted: acceptedRules(run) })
    : [];
  return [...(calendar && at !== null ? closuresAt(calendar, at) : []), ...ofDowntime];
}

/** When what keeps a phase out ends by itself, or begins while nothing does; and when other rules do. Null: no such moment. */
export function momentsOf(
  run: ReleaseRun,
  phase: Phase,
  now: Instant,
): { readonly until: Instant | null; readonly lookAt: Instant | null } {
  const closures = closuresOf(run, phase, now);
  const accepted = acceptedRules(run);
  const calendar = bindsCalendar(run, phase) ? calendarOfRun(run) : null;
  if (closures.length === 0) {
    const until = calendar && opennessAt(calendar, now, accepted).until;
    return { until, lookAt: until };
  }
  const later = closures.some(one => one.rule === BEFORE_DOWNTIME) ? run.T : null;
  const change = calendar && nextChange(calendar, now);
  const lookAt = later !== null && change !== null ? Math.min(later, change) : (later ?? change);
  if (closures.some(one => neverOpens(run, one))) return { until: null, lookAt };
  return { until: calendar ? nextOpening(calendar, later ?? now, accepted) : later, lookAt };
}

/** No passing of time opens what belongs to the downtime itself but the moment it was asked for. */
function neverOpens(run: ReleaseRun, { rule }: Closure): boolean {
  const ofCalendar = everyClosure(calendarOfRun(run).rules).some(one => one.rule === rule);
  return !ofCalendar && rule !== BEFORE_DOWNTIME;
}

const FOR_CALENDAR = 'calendar:';

/** What an acceptance of this rule is recorded under. */
export function acceptanceOf({ rule }: Pick<Closure, 'rule'>): string {
  return `${FOR_CALENDAR}${rule}`;
}

/** Rules that were opened for this run by all who are asked; another T asks anew. */
export function acceptedRules(run: ReleaseRun): Accepted {
  const all = [...everyClosure(calendarOfRun(run).rules), ...downtimeApproval(run)];
  return new Set(all.filter(closure => isComplete(stillAsked(run, closure))).map(closure => closure.rule));
}

/** Whose word it still takes to open a rule for this run; null: nobody can open it. */
export function stillAsked(run: ReleaseRun, closure: Pick<Closure, 'rule' | 'opens'>): RoleCounts | null {
  const asked = openers(run, closure);
  if (asked === null) return null;
  return lacking(asked, acceptances(run, closure).map(yesOf), !run.runbook.product.soloOperator);
}

function isComplete(asked: RoleCounts | null): boolean {
  return asked !== null && Object.keys(asked).length === 0;
}

/** Words given for a rule that still count. */
export function acceptances(run: ReleaseRun, closure: Pick<Closure, 'rule'>): ReleaseRun['overrides'] {
  const what = acceptanceOf(closure);
  return run.overrides.filter(one => one.what === what && one.at >= (run.movedAt ?? 0));
}

/** Everybody a rule asks; null: nobody can open it for this run. */
export function openers(run: ReleaseRun, { opens }: Pick<Closure, 'opens'>): RoleCounts | null {
  if (opens === null) return null;
  if (opens.kind === 'approve') return opens.roles;
  const accountable = run.runbook.product.raci['deploy']?.accountable ?? [];
  if (!run.incidentHolds || accountable.length === 0) return null;
  return Object.fromEntries(['commander', ...accountable].map(role => [role, 1]));
}
