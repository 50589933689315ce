import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { endOfBackground } from '#src/domain/procedure/background.ts';
import type { StepRules } from '#src/domain/procedure/in-steps.ts';
import { inSteps } from '#src/domain/procedure/in-steps.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import { retriedByRunbook } from '#src/domain/procedure/retry.ts';
import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { Section } from '#src/domain/procedure/sections.ts';
import { CLOSING, sectionsNow } from '#src/domain/procedure/sections.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';
import { endOfDrill } from './result.ts';

/** The next fact that follows from the state of a drill alone; null while it waits for somebody or something. */
export function nextDrillFact(run: DrillRun, now: Instant): NewFact | null {
  if (run.status === 'passed' || run.status === 'failed') return null;
  const background = run.abort ? 'nothing' : endOfBackground(run);
  if (background !== 'nothing') return background;
  for (const section of sectionsNow(run)) {
    const next = section.phase ? inPhase(run, section, section.phase, now) : inSteps(run, section, now, RULES);
    if (next !== 'done') return next;
  }
  return run.abort ? null : endOfDrill(run);
}

function inPhase(run: DrillRun, section: Section, phase: Phase, now: Instant): NewFact | null | 'done' {
  const status = run.phases[phase.id]?.status;
  if (status === 'done' || status === 'skipped' || status === 'off') return 'done';
  if (status !== 'running') return startPhase(run, phase, now);
  const next = inSteps(run, section, now, RULES);
  return next === 'done' ? fact('phase.finished', { phase: phase.id }) : next;
}

function startPhase(run: DrillRun, phase: Phase, now: Instant): NewFact | null {
  const holds = phase.when ? judgeWhen(phase.when, scopeOf(run)) : null;
  // What nobody can tell is done rather than passed over: a drill that leaves something out proves less.
  if (phase.when && holds?.ok && !holds.value)
    return fact('phase.skipped', {
      phase: phase.id,
      reason: `not needed, for ${sayWhen(phase.when)} does not hold`,
    });
  const at = phase.at === null ? now : offsetFrom(run, phase.at, now);
  return now < at ? null : fact('phase.started', { phase: phase.id, late: phase.at === null ? null : now - at });
}

/** A failed step holds what stands below it until somebody decides; what is cleaned up at the end holds nothing. */
const RULES: StepRules<DrillRun> = {
  afterFailure: (_run, section, step, state, now) => {
    const again = retriedByRunbook(step, state, now);
    if (again !== null) return again;
    return section.id === CLOSING || (step.onFailure === 'continue' && state.status === 'failed') ? 'go-on' : null;
  },
  holds: () => true,
};
