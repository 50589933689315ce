import type { Instant } from '#src/base/time.ts';
import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { AnyStep } from './sections.ts';
import type { StepState } from './state.ts';

/** Another try where the runbook asks for it. An interrupted command may have done anything; only a person repeats it. */
export function retriedByRunbook(step: AnyStep, state: StepState, now: Instant): NewFact | null {
  const { retry } = step;
  if (retry === null || state.status !== 'failed' || state.attempt >= retry.attempts) return null;
  const at = now + retry.backoffMs * state.attempt;
  return fact('step.retried', { step: step.id, attempt: state.attempt, rule: 'retry of the runbook', at });
}
