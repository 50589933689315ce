import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { Closure } from '#src/domain/policy/calendar/closures.ts';
import { closuresAt } from '#src/domain/policy/calendar/closures.ts';
import { opennessAt } from '#src/domain/policy/calendar/openness.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { offsetOfPhase } from '../phase-offset.ts';
import { acceptances, acceptedRules, calendarOfRun, isBound } from './bound.ts';
import { sayClosures } from './look.ts';

/** What the calendar says is part of what is approved wherever it binds what follows. */
export const CALENDAR = 'calendar';

/** Asked at a gate while a phase that the calendar binds is still to come. */
export function calendarCondition(run: ReleaseRun): readonly FactCondition[] {
  return firstToCome(run) === null ? [] : [{ fact: CALENDAR, compare: null, override: null }];
}

/** Judged for the moment production is to be entered; while T is open there is none, and the run waits for an opening by itself. */
export function judgeCalendar(run: ReleaseRun): FoundFact {
  const at = entryOf(run);
  const calendar = calendarOfRun(run);
  const found = (outcome: FoundFact['outcome'], says: string): FoundFact => ({ fact: CALENDAR, outcome, says });
  if (at === null) return found('holds', 'production is entered only while it is open');
  const all = closuresAt(calendar, at);
  const accepted = acceptedRules(run);
  const closures = all.filter(one => !accepted.has(one.rule));
  const moment = sayInstant(at, calendar.zone);
  const { until } = opennessAt(calendar, at, accepted);
  if (closures.length > 0) {
    const opens = until === null ? 'it does not open by itself' : `it opens ${sayInstant(until, calendar.zone)}`;
    return found('does-not-hold', `${moment} is ${sayClosures(closures)}; ${opens}`);
  }
  const reasons = all.flatMap(one => acceptances(run, one).map(given => given.reason));
  if (reasons.length > 0)
    return found(
      'overridden',
      `${moment} is ${sayClosures(all)}; opened for this run: ${[...new Set(reasons)].join('; ')}`,
    );
  return found('holds', until === null ? `open ${moment}` : `open ${moment} until ${sayInstant(until, calendar.zone)}`);
}

/** Rules that keep this run out of production and were not opened for it: those it waits for, else those at its T. */
export function closuresAhead(run: ReleaseRun): readonly Closure[] {
  if (isFinal(run) || run.rollback) return [];
  const accepted = acceptedRules(run);
  const standing = (closures: readonly Closure[]) => closures.filter(one => !accepted.has(one.rule));
  const status = run.window && run.phases[run.window.phase]?.status;
  if (run.window && (status === 'pending' || status === 'running')) return standing(run.window.closures);
  const at = entryOf(run);
  return at === null ? [] : standing(closuresAt(calendarOfRun(run), at));
}

/** When the first phase that is bound is to begin; null: T is open, or one has begun already. */
function entryOf(run: ReleaseRun): Instant | null {
  const first = firstToCome(run);
  const begun = run.runbook.phases.some(phase => isBound(run, phase) && run.phases[phase.id]?.startedAt != null);
  if (first === null || begun || run.T === null) return null;
  const offset = offsetOfPhase(run, first);
  return offset === null ? run.T : offsetFrom(run, offset, run.T);
}

function firstToCome(run: ReleaseRun): Phase | null {
  const pending = (phase: Phase) => (run.phases[phase.id]?.status ?? 'pending') === 'pending';
  return run.runbook.phases.find(phase => isBound(run, phase) && pending(phase)) ?? null;
}
