import { offsetFrom } from '#src/domain/procedure/resolve-step.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import type { Timers } from '#src/domain/procedure/timers.ts';
import { procedureTimers } from '#src/domain/procedure/timers.ts';

/** Every moment at which a drill must be looked at again; a phase may wait for its time after the start. */
export function drillTimers(run: DrillRun): Timers {
  const timers = procedureTimers(run);
  const next = run.runbook.phases.find(phase => run.phases[phase.id]?.status !== 'done');
  if (run.status !== 'running' || !next?.at || run.phases[next.id]?.status !== 'pending') return timers;
  return { ...timers, [`phase:${next.id}`]: { at: offsetFrom(run, next.at, run.startedAt), policy: 'catch-up' } };
}
