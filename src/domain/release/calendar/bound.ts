import type { Calendar, Closure } from '#src/domain/policy/calendar/closures.ts';
import { everyClosure } from '#src/domain/policy/calendar/closures.ts';
import type { Accepted } from '#src/domain/policy/calendar/openness.ts';
import { lacking, yesOf } from '#src/domain/policy/quorum.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { CalendarRules, RoleCounts } from '#src/domain/runbook/model/calendar.ts';
import type { Product } from '#src/domain/runbook/model/product.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';

const ALWAYS_OPEN: CalendarRules = { allow: [], deny: [], outside: null, freezes: [], onWindowEnd: 'finish-wave' };

/** The calendar of a product together with the freezes people set in Slack. */
export function calendarOf({ calendar, timezone }: Product, freezes: CalendarRules['freezes']): Calendar {
  const rules = calendar.rules ?? ALWAYS_OPEN;
  return { zone: timezone, rules: { ...rules, freezes: [...rules.freezes, ...freezes] } };
}

export function calendarOfRun({ runbook, freezes }: ReleaseRun): Calendar {
  return calendarOf(runbook.product, freezes);
}

/** Only what touches an environment with `calendar: true` is bound; what only looks at it goes on at any time. */
export function isBound({ runbook }: ReleaseRun, phase: Phase): boolean {
  const touched = phase.touchesProduction ? 'production' : phase.touches;
  return touched !== undefined && runbook.product.environments[touched]?.calendar === true;
}

const FOR_CALENDAR = 'calendar:';

/** What an acceptance of this rule is recorded under. */
export function acceptanceOf({ rule }: Pick<Closure, 'rule'>): string {
  return `${FOR_CALENDAR}${rule}`;
}

/** Rules that were opened for this run by all who are asked; another T asks anew. */
export function acceptedRules(run: ReleaseRun): Accepted {
  const all = everyClosure(calendarOfRun(run).rules);
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
