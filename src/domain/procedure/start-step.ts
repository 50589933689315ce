import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { EventData, NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { fateOf } from '#src/domain/release/rollback-start.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';
import { resolveStep, Unresolved } from './resolve-step.ts';
import { scopeOf } from './scope.ts';
import type { AnyStep, Section } from './sections.ts';
import { CLOSING, cleansUpAfter, HUMAN, ROLLBACK, stateOf } from './sections.ts';
import type { Run, StepState } from './state.ts';
import { isFinal } from './state.ts';
import { titleOf } from './titles.ts';

/** At most this many times once per entry of a list. */
const EACH_MAX = 20;

/**
 * Starts a pending step, or says why it is passed over. What cannot be told or resolved starts it too, with a `problem`:
 * so the failure stands on the timeline as the step's own, and Retry looks again.
 */
export function startStep(run: Run, section: Section, step: AnyStep, now: Instant): NewFact {
  const state = stateOf(run, step.id);
  const goesOn = state.part !== null && state.endedAt !== null;
  const start = { run, section, step, now, attempt: goesOn ? state.attempt : state.attempt + 1 };
  const fate = passedOver(run, section, step);
  if (fate.what === 'unclear') return started(start, null, fate.why);
  if (fate.what === 'passed') return fact('step.skipped', { step: step.id, reason: fate.why, rule: null });
  if (step.each === null) return started(start, null, null);
  return startEach(start, step.each, state);
}

type Start = {
  readonly run: Run;
  readonly section: Section;
  readonly step: AnyStep;
  readonly now: Instant;
  readonly attempt: number;
};

/** The entry an `each` step stands at: the first, the next, or after Retry the one that failed. */
function startEach(start: Start, list: string, { part }: StepState): NewFact {
  const { run, step } = start;
  const found = scopeOf(run, { step: step.id })(list);
  if (found === undefined) return started(start, null, `${list}: nothing here has this name`);
  const values = typeof found === 'object' ? found : [String(found)];
  if (values.length === 0)
    return fact('step.skipped', { step: step.id, reason: `nothing to do: ${list} is empty`, rule: null });
  if (values.length > EACH_MAX)
    return started(start, null, `${list} has ${values.length} entries, at most ${EACH_MAX} are allowed`);
  const index = part?.index ?? 0;
  return started(start, { index, of: values.length, value: values[index] ?? '' }, null);
}

type Part = EventData<'step.started'>['part'];

function started({ run, section, step, now, attempt }: Start, part: Part, problem: string | null): NewFact {
  const resolved =
    problem === null
      ? resolve(run, step, now, part?.value)
      : { title: step.title, problem: `${step.title}: ${problem}` };
  const { began, resolved: earlier } = stateOf(run, step.id);
  const answered = began || 'confirmFirst' in earlier;
  const question = section.id === ROLLBACK && !answered && !('problem' in resolved) ? doubt(run, step) : null;
  const asked = question === null ? resolved : { ...resolved, confirmFirst: question };
  return fact('step.started', {
    step: step.id,
    attempt,
    resolved: asked as EventData<'step.started'>['resolved'],
    part,
  });
}

function resolve(run: Run, step: AnyStep, now: Instant, each: string | undefined): JsonObject {
  try {
    return resolveStep(run, step, now, each === undefined ? {} : { each });
  } catch (cause) {
    if (cause instanceof Unresolved) return { title: step.title, problem: cause.message };
    throw cause;
  }
}

type Passing = { readonly what: 'runs' } | { readonly what: 'passed' | 'unclear'; readonly why: string };

function passedOver(run: Run, section: Section, step: AnyStep): Passing {
  const owner = cleansUpAfter(run, step);
  if (owner !== null && stateOf(run, owner.id).attempt === 0)
    return { what: 'passed', why: `"${titleOf(run, owner)}" never began` };
  if (section.id === CLOSING && run.kind === 'release' && isFinal(run) && HUMAN.has(step.verb))
    return { what: 'passed', why: 'the run is over, so nobody is waited for' };
  if (section.id === ROLLBACK && run.kind === 'release' && step.verb !== 'checkpoint') {
    const fate = fateOf(run, step as Step);
    if (fate.what === 'skips') return { what: 'passed', why: fate.why };
  }
  if (!step.when) return { what: 'runs' };
  const holds = judgeWhen(step.when, scopeOf(run, { step: step.id }));
  if (!holds.ok) return { what: 'unclear', why: holds.problem };
  return holds.value
    ? { what: 'runs' }
    : { what: 'passed', why: `not needed, for ${sayWhen(step.when)} does not hold` };
}

function doubt(run: Run, step: AnyStep): string | null {
  if (step.verb === 'checkpoint' || run.kind !== 'release') return null;
  const fate = fateOf(run, step as Step);
  return fate.what === 'asks' ? `${fate.why}. Shall "${titleOf(run, step)}" run?` : null;
}
