import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';
import { afterFailure } from './after-failure.ts';
import { endOfBackground, isBackground } from './background.ts';
import { isBeforeT, namesT, offsetOfPhase } from './phase-offset.ts';
import { offsetFrom } from './resolve-step.ts';
import { runningStep } from './running-step.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep, Section } from './sections.ts';
import { isSettled, ROLLBACK, sectionsNow, settlesAt, stateOf } from './sections.ts';
import { startStep } from './start-step.ts';
import type { Run } from './state.ts';
import { verdictOf } from './verdict.ts';

/**
 * The next fact that follows from the state alone, or null when the run waits for somebody or something. Called until
 * it answers null; each answer is folded before the next call.
 */
export function nextFact(run: Run, now: Instant): NewFact | null {
  if (run.status === 'completed' || run.status === 'paused' || run.awaits !== null) return null;
  const background = run.rollback || run.abort ? 'nothing' : endOfBackground(run);
  if (background !== 'nothing') return background;
  for (const section of sectionsNow(run)) {
    const next = inSection(run, section, now);
    if (next !== 'done') return next;
  }
  if (run.abort || run.rollback) return null;
  return fact('release.completed', verdictOf(run));
}

/** A fact, null while the section waits, or `done`. */
function inSection(run: Run, section: Section, now: Instant): NewFact | null | 'done' {
  if (section.phase) return inPhase(run, section, now);
  if (section.id === ROLLBACK) return inRollback(run, section, now);
  return inSteps(run, section, now);
}

function inPhase(run: Run, section: Section, now: Instant): NewFact | null | 'done' {
  const { phase } = section;
  const state = run.phases[section.id];
  if (!phase || !state || state.status === 'done' || state.status === 'skipped' || state.status === 'off')
    return 'done';
  if (state.status === 'pending') return startPhase(run, phase.id, now);
  const next = inSteps(run, section, now);
  return next === 'done' ? fact('phase.finished', { phase: section.id }) : next;
}

function startPhase(run: Run, id: string, now: Instant): NewFact | null {
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
    return isBeforeT(offset)
      ? enter(run, phase, null, now)
      : fact('release.dated', { T: now, says: 'T is now: the last approval before it passed' });
  }
  const at = offsetFrom(run, offset, now);
  if (now < at) return null;
  return enter(run, phase, now - at, now);
}

/** A phase that touches production begins when it is the run's turn there (effects/production-turn.ts). */
function enter(run: Run, phase: Phase, late: number | null, now: Instant): NewFact | null {
  if (phase.touchesProduction && run.production === null) return fact('production.asked', { phase: phase.id });
  if (phase.touchesProduction && run.production?.taken === false) return null;
  if (goesLive(run, phase)) return fact('release.dated', { T: now, says: 'T is now: production changes from here on' });
  return fact('phase.started', { phase: phase.id, late });
}

/**
 * Where no phase says when T is, T is when production changes first, all approvals given: `T+5m` has to count from
 * something. A phase that approves inside itself has no such moment at its start.
 */
function goesLive({ T, runbook }: Run, { touchesProduction, steps }: Phase): boolean {
  if (T !== null || !touchesProduction || steps.some(step => step.verb === 'approve')) return false;
  return !namesT(runbook.phases);
}

/** A rollback begins with its first step only after the command in hand has ended, or a person says to start anyway. */
function inRollback(run: Run, section: Section, now: Instant): NewFact | null | 'done' {
  if (run.rollback?.finishedAt != null) return 'done';
  const inHand = inHandStep(run);
  if (inHand && !run.overrides.some(one => one.what === 'start-anyway')) return null;
  const next = inSteps(run, section, now);
  if (next !== 'done') return next;
  return fact('release.rolled-back', { says: `Rolled back: ${run.rollback?.reason ?? ''}` });
}

/** The forward step whose command or call is still on its way while a rollback waits for it. */
export function inHandStep(run: Run): AnyStep | null {
  const rollbackIds = new Set(run.runbook.rollback?.steps.map(step => step.id) ?? []);
  for (const phase of run.runbook.phases) {
    const step = phase.steps.find(one => !rollbackIds.has(one.id) && stateOf(run, one.id).stopping);
    if (step) return step;
  }
  return null;
}

function inSteps(run: Run, section: Section, now: Instant): NewFact | null | 'done' {
  for (const step of section.steps) {
    const state = stateOf(run, step.id);
    if (isSettled(state) && now >= settlesAt(step, state)) continue;
    if (isSettled(state)) return null;
    if (state.status === 'failed' || state.status === 'interrupted') {
      const after = afterFailure(run, section, step, state, now);
      if (after === 'go-on') continue;
      return after;
    }
    if (state.status === 'pending')
      return now < Math.max(state.retryAt ?? 0, settlesAt(step, state)) ? null : startStep(run, section, step, now);
    if (state.status === 'running' && isBackground(step) && typeof state.resolved['problem'] !== 'string') continue;
    return state.status === 'running' ? runningStep(run, step, state, now) : waitingStep(run, step);
  }
  return 'done';
}

/** A waiting step goes on by itself only when everything it asks has been ticked or attached by then. */
function waitingStep(run: Run, step: AnyStep): NewFact | null {
  const state = stateOf(run, step.id);
  const done = (says: string) =>
    fact('step.finished', { step: step.id, attempt: state.attempt, outputs: {}, says, rule: null });
  if (step.verb === 'checklist') {
    if (!step.items.every(item => state.ticks[item.id]?.holds === true)) return null;
    if (step.evidence !== null && state.evidence.length === 0) return null;
    return done(`all ${step.items.length} items ticked`);
  }
  if (step.verb === 'attach') {
    const labels = Object.keys(step.wanted);
    return labels.every(label => state.evidence.some(one => one.label === label))
      ? done(`attached: ${labels.join(', ')}`)
      : null;
  }
  return null;
}
