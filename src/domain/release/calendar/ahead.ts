import type { Instant } from '#src/base/time.ts';
import { sayInstant } from '#src/base/time.ts';
import type { FoundFact } from '#src/domain/events.ts';
import type { Closure } from '#src/domain/policy/calendar/closures.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { FactCondition } from '#src/domain/runbook/model/terms.ts';
import { gateOf } from '../gate-state.ts';
import { offsetOfPhase } from '../phase-offset.ts';
import { acceptances, acceptedRules, closuresOf, everyClosureOf, isBound, momentsOf } from './bound.ts';
import { sayClosures } from './look.ts';

/** What the calendar says is part of what is approved wherever it binds what follows. */
export const CALENDAR = 'calendar';

/** Asked at a gate until a phase that the calendar binds has begun: from then on it is looked at before each of them. */
export function calendarCondition(run: ReleaseRun): readonly FactCondition[] {
  return entryOf(run) === null ? [] : [{ fact: CALENDAR, compare: null, override: null }];
}

/**
 * Judged for the moment production is to be entered, and once that is past for now; while T is open there is none, and the
 * run waits for an opening by itself. Votes stay bound to what was found for that moment: time that passes voids none.
 */
export function judgeCalendar(run: ReleaseRun, now: Instant): FoundFact {
  const entry = entryOf(run);
  if (entry === null) return found('holds', 'the phase it binds has begun');
  const { at } = entry;
  const judged = judgeAt(run, entry);
  if (at === null || now <= at) return judged;
  const late = judgeAt(run, { ...entry, at: now });
  const opens = late.outcome === 'does-not-hold' && momentsOf(run, entry.phase, now).until !== null;
  const move = opens ? ', and /release move TIME asks for another time' : '';
  const says = `${sayInstant(at, run.runbook.product.timezone)} is past; ${late.says}${move}`;
  return { ...late, says, approved: acceptedRules(run).size > 0 ? 'overridden' : judged.outcome };
}

function judgeAt(run: ReleaseRun, entry: Entry): FoundFact {
  const { phase, at } = entry;
  const zone = run.runbook.product.timezone;
  const moment = at === null ? '' : `${sayInstant(at, zone)} is `;
  const closures = closuresOf(run, phase, at);
  if (closures.length > 0) return found('does-not-hold', `${moment}${sayClosures(closures)}${opening(run, entry)}`);
  const all = everyClosureOf(run, phase, at);
  const reasons = new Set(all.flatMap(one => acceptances(run, one).map(given => given.reason)));
  if (reasons.size > 0)
    return found('overridden', `${moment}${sayClosures(all)}; opened for this run: ${[...reasons].join('; ')}`);
  if (at === null) return found('holds', 'production is entered only while it is open');
  const { until } = momentsOf(run, phase, at);
  return found('holds', `open ${sayInstant(at, zone)}${until === null ? '' : ` until ${sayInstant(until, zone)}`}`);
}

function found(outcome: FoundFact['outcome'], says: string): FoundFact {
  return { fact: CALENDAR, outcome, says };
}

function opening(run: ReleaseRun, { phase, at }: Entry): string {
  if (at === null) return '';
  const { until } = momentsOf(run, phase, at);
  return until === null ? '' : `; it opens ${sayInstant(until, run.runbook.product.timezone)}`;
}

/**
 * Rules that keep this run out of production and were not opened for it: those it waits for, else those at its T, or where
 * that was past when its go/no-go was looked at, those then.
 */
export function closuresAhead(run: ReleaseRun): readonly Closure[] {
  if (isFinal(run) || run.rollback) return [];
  const { window } = run;
  const status = window && run.phases[window.phase]?.status;
  if (window && (status === 'pending' || status === 'running')) {
    const accepted = acceptedRules(run);
    return window.closures.filter(one => !accepted.has(one.rule));
  }
  const entry = entryOf(run);
  return entry === null ? [] : closuresOf(run, entry.phase, isLate(run) ? lookedAt(run) : entry.at);
}

/** Its go/no-go is still open and was looked at after the moment production was to be entered. */
export function isLate(run: ReleaseRun): boolean {
  const at = entryOf(run)?.at ?? null;
  return at !== null && lookedAt(run) > at;
}

function lookedAt(run: ReleaseRun): Instant {
  const gates = run.runbook.phases.flatMap(phase => phase.steps.map(step => gateOf(run, step.id)));
  return Math.max(0, ...gates.map(gate => (gate.status === 'open' ? (gate.factsAt ?? 0) : 0)));
}

/** What its people can open now: what keeps it out, and what will once the window ends whose end was told. */
export function closuresToOpen(run: ReleaseRun): readonly Closure[] {
  const ahead = closuresAhead(run);
  const { window } = run;
  const phase = window && run.runbook.phases.find(one => one.id === window.phase);
  if (ahead.length > 0 || !phase || !window.warned || window.until === null || isFinal(run) || run.rollback)
    return ahead;
  return closuresOf(run, phase, window.until);
}

type Entry = { readonly phase: Phase; readonly at: Instant | null };

/** The first phase that is bound, and when it is to begin (null: T is open); null: one has begun already. */
function entryOf(run: ReleaseRun): Entry | null {
  const phase = firstToCome(run);
  const begun = run.runbook.phases.some(one => isBound(run, one) && run.phases[one.id]?.startedAt != null);
  if (phase === null || begun) return null;
  const offset = offsetOfPhase(run, phase);
  return { phase, at: run.T === null || offset === null ? run.T : offsetFrom(run, offset, run.T) };
}

function firstToCome(run: ReleaseRun): Phase | null {
  const pending = (phase: Phase) => (run.phases[phase.id]?.status ?? 'pending') === 'pending';
  return run.runbook.phases.find(phase => isBound(run, phase) && pending(phase)) ?? null;
}
