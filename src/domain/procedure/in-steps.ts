import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { notesOf, openSections } from '#src/domain/release/notes.ts';
import { isBackground } from './background.ts';
import { runningStep } from './running-step.ts';
import type { AnyStep, Section } from './sections.ts';
import { isSettled, settlesAt, stateOf } from './sections.ts';
import { startStep } from './start-step.ts';
import type { ReleaseRun, Run, StepState } from './state.ts';

/** Where a release and an incident differ on their way through steps. */
export type StepRules<R extends Run> = {
  /**
   * What follows a failed or interrupted step; null: it holds what stands below it until somebody presses. `stays-open`:
   * it holds nothing back, and the section is not done without it.
   */
  afterFailure(
    run: R,
    section: Section,
    step: AnyStep,
    state: StepState,
    now: Instant,
  ): NewFact | null | 'go-on' | 'stays-open';
  /** Does this step, while it waits, hold back what stands below it? */
  holds(step: AnyStep): boolean;
};

/** The next fact in a stretch of steps; null while it waits for somebody or something; `done` when nothing is left. */
export function inSteps<R extends Run>(
  run: R,
  section: Section,
  now: Instant,
  rules: StepRules<R>,
): NewFact | null | 'done' {
  let open = false;
  for (const step of section.steps) {
    const state = stateOf(run, step.id);
    if (isSettled(state) && now >= settlesAt(step, state)) continue;
    if (isSettled(state)) return null;
    if (state.status === 'failed' || state.status === 'interrupted') {
      const after = rules.afterFailure(run, section, step, state, now);
      if (after !== 'go-on' && after !== 'stays-open') return after;
      open ||= after === 'stays-open';
      continue;
    }
    if (state.status === 'pending')
      return now < Math.max(state.retryAt ?? 0, settlesAt(step, state)) ? null : startStep(run, section, step, now);
    if (state.status === 'running' && isBackground(step) && typeof state.resolved['problem'] !== 'string') continue;
    const next = state.status === 'running' ? runningStep(run, step, state, now) : waitingStep(run, step);
    if (next !== null || state.status === 'running' || rules.holds(step)) return next;
    open = true;
  }
  return open ? null : 'done';
}

/** Notes with a question in them wait until somebody has written the answer. */
function writtenNotes(run: ReleaseRun, step: string): NewFact | null {
  const notes = notesOf(run, step);
  if (notes === null || openSections(notes).length > 0) return null;
  const says = `version ${notes.number} is complete`;
  return fact('step.finished', { step, attempt: stateOf(run, step).attempt, outputs: {}, says, rule: null });
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
  if (step.verb === 'release-notes') return run.kind === 'release' ? writtenNotes(run, step.id) : null;
  if (step.verb === 'attach') {
    const labels = Object.keys(step.wanted);
    return labels.every(label => state.evidence.some(one => one.label === label))
      ? done(`attached: ${labels.join(', ')}`)
      : null;
  }
  return null;
}
