import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { EventData, NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { Step } from '#src/domain/runbook/model.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';
import { resolveStep, Unresolved } from './resolve-step.ts';
import { fateOf } from './rollback-start.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep, Section } from './sections.ts';
import { ROLLBACK, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** At most this many times once per entry of a list (RUNBOOK-LANGUAGE.md, Steps). */
const EACH_MAX = 20;

/** Starts a pending step, or says why it is passed over. */
export function startStep(run: Run, section: Section, step: AnyStep, now: Instant): NewFact {
  const skipped = passedOver(run, section, step);
  if (skipped !== null) return fact('step.skipped', { step: step.id, reason: skipped, rule: null });
  const values = eachOf(run, step);
  if (values !== null && (values.length === 0 || values.length > EACH_MAX)) {
    const reason =
      values.length === 0
        ? `nothing to do: ${step.each} is empty`
        : `${step.each} has ${values.length} entries, at most ${EACH_MAX} are allowed`;
    return fact('step.skipped', { step: step.id, reason, rule: null });
  }
  const part = values === null ? null : { index: 0, of: values.length, value: values[0] ?? '' };
  return started({ run, section, step, now, attempt: stateOf(run, step.id).attempt + 1, part });
}

/** The next entry of an `each` step, or null when the one that ended was the last. */
export function nextPart(run: Run, section: Section, step: AnyStep, now: Instant): NewFact | null {
  const state = stateOf(run, step.id);
  const values = eachOf(run, step);
  if (!state.part || !values || state.part.index + 1 >= state.part.of) return null;
  const index = state.part.index + 1;
  return started({
    run,
    section,
    step,
    now,
    attempt: state.attempt,
    part: { index, of: state.part.of, value: values[index] ?? '' },
  });
}

type Start = {
  readonly run: Run;
  readonly section: Section;
  readonly step: AnyStep;
  readonly now: Instant;
  readonly attempt: number;
  readonly part: { index: number; of: number; value: string } | null;
};

function started({ run, section, step, now, attempt, part }: Start): NewFact {
  const resolved = resolve(run, step, now, part?.value);
  const question = section.id === ROLLBACK && attempt === 1 ? doubt(run, step) : null;
  const asked = question === null ? resolved : { ...resolved, confirmFirst: question };
  return fact('step.started', {
    step: step.id,
    attempt,
    resolved: asked as EventData<'step.started'>['resolved'],
    part,
  });
}

/** A text that cannot be resolved starts the step too, so that the failure stands on the timeline as the step's own. */
function resolve(run: Run, step: AnyStep, now: Instant, each: string | undefined): JsonObject {
  try {
    return resolveStep(run, step, now, each === undefined ? {} : { each });
  } catch (cause) {
    if (cause instanceof Unresolved) return { title: step.title, problem: cause.message };
    throw cause;
  }
}

function passedOver(run: Run, section: Section, step: AnyStep): string | null {
  if (section.id === ROLLBACK && step.verb !== 'checkpoint') {
    const fate = fateOf(run, step as Step);
    if (fate.what === 'skips') return fate.why;
  }
  if (!step.when) return null;
  const holds = judgeWhen(step.when, scopeOf(run, { step: step.id }));
  if (!holds.ok) return holds.problem;
  return holds.value ? null : `off: ${sayWhen(step.when)} does not hold`;
}

function doubt(run: Run, step: AnyStep): string | null {
  if (step.verb === 'checkpoint') return null;
  const fate = fateOf(run, step as Step);
  return fate.what === 'asks' ? `${fate.why}. Shall "${step.title}" run?` : null;
}

function eachOf(run: Run, step: AnyStep): readonly string[] | null {
  if (step.each === null) return null;
  const value = scopeOf(run, { step: step.id })(step.each);
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [String(value)];
}
