import type { NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import type { AnyStep } from './sections.ts';
import { isSettled, stateOf } from './sections.ts';
import type { Run } from './state.ts';

/** A command that goes on beside the steps after it and is ended when its `until` step is over. */
export function isBackground(step: AnyStep): boolean {
  return step.verb === 'run' && step.background !== null;
}

/** Is the step it was kept for over? Then its end is wanted, and whatever it exits with is fine. */
export function isNeededNoMore(run: Run, step: AnyStep): boolean {
  return step.verb === 'run' && step.background !== null && isSettled(stateOf(run, step.background.until));
}

/**
 * Ends what nobody needs any more, and waits for that end: the next step may want the same port. `nothing`: no background
 * command stands in the way.
 */
export function endOfBackground(run: Run): NewFact | null | 'nothing' {
  for (const step of run.runbook.phases.flatMap(phase => phase.steps)) {
    if (!isBackground(step)) continue;
    const { status, stopping, attempt } = stateOf(run, step.id);
    if (status !== 'running' || !isNeededNoMore(run, step)) continue;
    return stopping ? null : fact('command.stopping', { step: step.id, attempt });
  }
  return 'nothing';
}
