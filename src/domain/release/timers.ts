import type { Instant } from '#src/base/time.ts';
import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import { forward } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import type { Timers } from '#src/domain/procedure/timers.ts';
import { procedureTimers } from '#src/domain/procedure/timers.ts';
import { offsetOfPhase } from './phase-offset.ts';

export function releaseTimers(run: ReleaseRun): Timers {
  const phase = waitingPhase(run);
  const timers = procedureTimers(run);
  return phase ? { ...timers, [`phase:${phase.id}`]: { at: phase.at, policy: 'catch-up' } } : timers;
}

function waitingPhase(run: ReleaseRun): { readonly id: string; readonly at: Instant } | null {
  if (run.status !== 'running' || run.T === null) return null;
  for (const { phase } of forward(run)) {
    const state = phase && run.phases[phase.id];
    if (!phase || !state || state.status === 'done' || state.status === 'skipped' || state.status === 'off') continue;
    const offset = offsetOfPhase(run, phase);
    return state.status === 'pending' && offset !== null ? { id: phase.id, at: offsetFrom(run, offset, run.T) } : null;
  }
  return null;
}
