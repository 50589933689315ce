import { scopeOf } from '#src/domain/procedure/scope.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { titleById, titleOf } from '#src/domain/procedure/titles.ts';
import { fateOf } from '#src/domain/release/rollback-start.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { judgeWhen, sayWhen } from '#src/domain/runbook/when.ts';

export type Forecast = {
  /** Titles of the steps that would run, in order. */
  readonly runs: readonly string[];
  /** Steps that ask first, because nobody knows whether what they undo happened. */
  readonly asks: readonly string[];
  readonly skips: readonly { readonly title: string; readonly why: string }[];
};

/** What a rollback would do if it began now. Not escaped. */
export function forecast(run: ReleaseRun): Forecast {
  const steps = (run.runbook.rollback?.steps ?? []).map(step => ({ title: titleOf(run, step), ...fate(run, step) }));
  return {
    runs: steps.filter(one => one.what === 'runs').map(one => one.title),
    asks: steps.filter(one => one.what === 'asks').map(one => one.title),
    skips: steps.flatMap(one => (one.what === 'skips' ? [{ title: one.title, why: one.why }] : [])),
  };
}

function fate(run: ReleaseRun, step: Step): { readonly what: 'runs' | 'asks' | 'skips'; readonly why: string } {
  const decided = fateOf(run, step);
  if (decided.what === 'skips') return { what: 'skips', why: named(run, step, decided.why) };
  if (step.when) {
    const holds = judgeWhen(step.when, scopeOf(run, { step: step.id }));
    if (!holds.ok || !holds.value)
      return { what: 'skips', why: holds.ok ? `${sayWhen(step.when)} does not hold` : holds.problem };
  }
  if (step.each !== null && isEmpty(scopeOf(run, { step: step.id })(step.each)))
    return { what: 'skips', why: `${step.each} is empty` };
  return { what: decided.what, why: '' };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** People know steps by their titles, not by their ids. */
function named(run: ReleaseRun, step: Step, why: string): string {
  return step.off === null
    ? why.replace(step.undoes.join(', '), step.undoes.map(id => `“${titleById(run, id)}”`).join(', '))
    : why;
}
