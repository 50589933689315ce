import type { Instant } from '#src/base/time.ts';
import { DAY, HOUR, sayDuration, sayInstant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { closuresOf, isBound, momentsOf } from './calendar/bound.ts';
import { gateOf } from './gate-state.ts';
import { datedPhases } from './phase-offset.ts';

/** An approval counts so long after the moment it was given for: what comes before production may take a little longer. */
export const APPROVED_FOR_MS = HOUR;

/**
 * When production is to be entered by what this go/no-go approves; null: it is not entered behind it. The moment of the
 * phase, or now where it has none; while the calendar is closed then, its next opening, if that is within a day.
 */
export function entryBehind(run: ReleaseRun, gate: string, now: Instant): Instant | null {
  const { phases } = run.runbook;
  const behind = phases.slice(phases.findIndex(phase => phase.steps.some(step => step.id === gate)) + 1);
  const entry = behind.find(phase => phase.touchesProduction && phase.off === null);
  if (entry === undefined) return null;
  const way = new Set(behind.slice(0, behind.indexOf(entry) + 1).map(phase => phase.id));
  const moments = datedPhases(run, run.T ?? now).flatMap(one => (way.has(one.id) ? [one.at] : []));
  const at = Math.max(now, ...moments);
  if (!isBound(run, entry) || closuresOf(run, entry, at).length === 0) return at;
  const { until } = momentsOf(run, entry, at);
  return until !== null && until <= at + DAY ? until : at;
}

/** Production would be entered for the first time, and too late for what was approved: the go/no-go to ask again. */
export function lateApproval(run: ReleaseRun, phase: Phase, now: Instant): NewFact | null {
  if (!phase.touchesProduction || run.touchedAt !== null) return null;
  for (const step of run.runbook.phases.flatMap(one => one.steps)) {
    const { status, entersAt = null } = gateOf(run, step.id);
    if (status !== 'passed' || entersAt === null || now <= entersAt + APPROVED_FOR_MS) continue;
    return fact('gate.voided', {
      step: step.id,
      attempt: stateOf(run, step.id).attempt,
      says: sayLate(run, phase, entersAt, now),
    });
  }
  return null;
}

function sayLate(run: ReleaseRun, { title }: Phase, entersAt: Instant, now: Instant): string {
  const approved = sayInstant(entersAt, run.runbook.product.timezone);
  return `"${title}" was approved for ${approved} and would begin ${sayDuration(now - entersAt)} late, but a go counts for ${sayDuration(APPROVED_FOR_MS)}. Say go again and it begins then, or give it another time (/release move TIME)`;
}
