import type { RaciRow } from '#src/domain/runbook/model/product.ts';
import type { Phase } from '#src/domain/runbook/model/release.ts';
import type { AnyStep } from './sections.ts';
import { currentPhase, ROLLBACK, rollbackRoles, sectionOf } from './sections.ts';
import type { ReleaseRun } from './state.ts';

/** The row of the RACI table something belongs to; undefined: the product has none for it. */
export function rowOf(run: ReleaseRun, activity: string | null): RaciRow | undefined {
  return activity === null ? undefined : run.runbook.product.raci[activity];
}

/** What changes production is `deploy` where the phase names nothing else. */
export function activityOfPhase(phase: Phase): string | null {
  return phase.activity ?? (phase.touchesProduction ? 'deploy' : null);
}

export function activityOf(run: ReleaseRun, step: AnyStep): string | null {
  if (step.activity !== null) return step.activity;
  if (step.verb === 'approve') return 'go-no-go';
  if (step.verb === 'notify') return 'communicate';
  const section = sectionOf(run, step.id);
  if (section?.id === ROLLBACK) return run.runbook.rollback?.activity ?? null;
  return section?.phase ? activityOfPhase(section.phase) : null;
}

/** Who does a step, and is asked first when it fails. */
export function doers(run: ReleaseRun, step: AnyStep): readonly string[] {
  return unique([...step.roles, ...(rowOf(run, activityOf(run, step))?.responsible ?? [])]);
}

/** Who answers for it: the phase's lead, and the accountable of what it belongs to. Asked when the doers do not come. */
export function answerable(run: ReleaseRun, step: AnyStep): readonly string[] {
  const lead = sectionOf(run, step.id)?.roles[0];
  const accountable = rowOf(run, activityOf(run, step))?.accountable ?? [];
  return unique([...(lead === undefined ? [] : [lead]), ...accountable, 'initiator']);
}

/** Everybody who may decide how it goes on after a failure. */
export function deciders(run: ReleaseRun, step: AnyStep): readonly string[] {
  const phase = run.rollback ? [] : (currentPhase(run)?.roles ?? []);
  return unique([...doers(run, step), ...answerable(run, step), ...phase, ...rollbackRoles(run)]);
}

function unique(roles: readonly string[]): readonly string[] {
  return [...new Set(roles)];
}
