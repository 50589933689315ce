import { sectionOf } from '#src/domain/procedure/sections.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';

/** The forward way stands in the phase of this step again: whatever began behind it has not begun. */
export function backTo(run: ReleaseRun, stepId: string): ReleaseRun {
  const section = sectionOf(run, stepId);
  if (section === null) return run;
  const index = run.runbook.phases.findIndex(phase => phase.id === section.id);
  const phases = { ...run.phases };
  for (const later of run.runbook.phases.slice(index + 1)) {
    const state = phases[later.id];
    if (state?.status === 'running') phases[later.id] = { ...state, status: 'pending', startedAt: null };
  }
  const own = phases[section.id];
  if (own) phases[section.id] = { ...own, status: 'running', endedAt: null };
  return { ...run, phases, awaits: null };
}
