import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { endOfBackground } from '#src/domain/procedure/background.ts';
import type { StepRules } from '#src/domain/procedure/in-steps.ts';
import { inSteps } from '#src/domain/procedure/in-steps.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { AnyStep, Section } from '#src/domain/procedure/sections.ts';
import { ROLLBACK, sectionsNow, stateOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';
import { afterFailure } from './after-failure.ts';
import { heldByCalendar, lookAtCalendar } from './calendar/look.ts';
import { lateApproval } from './late.ts';
import { isBeforeT, namesT, offsetOfPhase } from './phase-offset.ts';
import { turnOf } from './turn.ts';
import { verdictOf } from './verdict.ts';

/**
 * The next fact that follows from the state alone, or null when the run waits for somebody or something. Called until
 * it answers null; each answer is folded before the next call.
 */
export function nextReleaseFact(run: ReleaseRun, now: Instant): NewFact | null {
  if (run.status === 'paused' || run.awaits !== null) return null;
  const background = run.rollback || run.abort ? 'nothing' : endOfBackground(run);
  if (background !== 'nothing') return background;
  for (const section of sectionsNow(run)) {
    const next = inSection(run, section, now);
    if (next !== 'done') return next;
  }
  if (run.abort || run.rollback || isFinal(run)) return null;
  return fact('release.completed', verdictOf(run));
}

/** A fact, null while the section waits, or `done`. */
function inSection(run: ReleaseRun, section: Section, now: Instant): NewFact | null | 'done' {
  if (section.phase) return inPhase(run, section, now);
  if (section.id === ROLLBACK) return inRollback(run, section, now);
  return inSteps(run, isFinal(run) ? section : beforeTheEnd(section), now, RULES);
}

/** A closing report says how the run ended, so it and what follows it wait for the end and the verdict. */
function beforeTheEnd(closing: Section): Section {
  const report = closing.steps.findIndex(step => step.verb === 'report' && step.off === null);
  return report === -1 ? closing : { ...closing, steps: closing.steps.slice(0, report) };
}

function inPhase(run: ReleaseRun, section: Section, now: Instant): NewFact | null | 'done' {
  const { phase } = section;
  const state = run.phases[section.id];
  if (!phase || !state || state.status === 'done' || state.status === 'skipped' || state.status === 'off')
    return 'done';
  if (state.status === 'pending') return startPhase(run, phase.id, now);
  const next = inSteps(run, section, now, RULES);
  if (next === 'done') return fact('phase.finished', { phase: section.id });
  if (next === null) return null;
  return heldByCalendar(run, phase, next, now) ?? inTurn(run, phase, next);
}

/** A turn that was given back in the middle of a phase is had again before the phase goes on. */
function inTurn(run: ReleaseRun, phase: Phase, next: NewFact): NewFact | null {
  if (next.type !== 'step.started' && next.type !== 'wave.started') return next;
  const turn = turnOf(run, phase);
  if (turn === 'has') return next;
  return turn === 'waits' ? null : turn;
}

function startPhase(run: ReleaseRun, id: string, now: Instant): NewFact | null {
  const phase = run.runbook.phases.find(one => one.id === id);
  if (!phase) return null;
  if (phase.when) {
    const holds = judgeWhen(phase.when, scopeOf(run));
    // Nobody can tell whether it should run, so nobody passes it over in silence.
    if (!holds.ok)
      return fact('release.paused', {
        cause: 'step',
        says: `Whether "${phase.title}" runs cannot be told: ${holds.problem}`,
        step: null,
        watch: null,
      });
    if (!holds.value)
      return fact('phase.skipped', { phase: id, reason: `not needed, for ${sayWhen(phase.when)} does not hold` });
  }
  const offset = offsetOfPhase(run, phase);
  if (offset === null) return enter(run, phase, null, now);
  // T is open: what lies before it runs at once, and T becomes the moment the way to it is free.
  if (run.T === null) {
    if (isBeforeT(offset)) return enter(run, phase, null, now);
    const look = lookAtCalendar(run, phase, now);
    if (look !== 'open') return look === 'shut' ? null : look;
    const dated = fact('release.dated', { T: now, says: 'T is now: the last approval before it passed' });
    return lateApproval(run, phase, now) ?? dated;
  }
  const at = offsetFrom(run, offset, now);
  if (now < at) return null;
  return enter(run, phase, now - at, now);
}

/**
 * A phase that touches production begins inside a window of the calendar, when it is the run's turn there
 * (effects/production-turn.ts), and while what was approved still counts.
 */
function enter(run: ReleaseRun, phase: Phase, late: number | null, now: Instant): NewFact | null {
  const look = lookAtCalendar(run, phase, now);
  if (look !== 'open') return look === 'shut' ? null : look;
  const turn = turnOf(run, phase);
  if (turn !== 'has') return turn === 'waits' ? null : turn;
  const asksAgain = lateApproval(run, phase, now);
  if (asksAgain !== null) return asksAgain;
  if (goesLive(run, phase)) return fact('release.dated', { T: now, says: 'T is now: production changes from here on' });
  return fact('phase.started', { phase: phase.id, late });
}

/**
 * Where no phase says when T is, T is when production changes first, all approvals given: `T+5m` has to count from
 * something. A phase that approves inside itself has no such moment at its start.
 */
function goesLive({ T, runbook }: ReleaseRun, { touchesProduction, steps }: Phase): boolean {
  if (T !== null || !touchesProduction || steps.some(step => step.verb === 'approve')) return false;
  return !namesT(runbook.phases);
}

/** A rollback begins with its first step only after the command in hand has ended, or a person says to start anyway. */
function inRollback(run: ReleaseRun, section: Section, now: Instant): NewFact | null | 'done' {
  if (run.rollback?.finishedAt != null) return 'done';
  const inHand = inHandStep(run);
  if (inHand && !run.overrides.some(one => one.what === 'start-anyway')) return null;
  const next = inSteps(run, section, now, RULES);
  if (next !== 'done') return next;
  return fact('release.rolled-back', { says: `Rolled back: ${run.rollback?.reason ?? ''}` });
}

/** The forward step whose command or call is still on its way while a rollback waits for it. */
export function inHandStep(run: ReleaseRun): AnyStep | null {
  const rollbackIds = new Set(run.runbook.rollback?.steps.map(step => step.id) ?? []);
  for (const phase of run.runbook.phases) {
    const step = phase.steps.find(one => !rollbackIds.has(one.id) && stateOf(run, one.id).stopping);
    if (step) return step;
  }
  return null;
}

const RULES: StepRules<ReleaseRun> = { afterFailure, holds: () => true };
