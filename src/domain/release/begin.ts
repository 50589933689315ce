import type { Fact } from '#src/domain/fact.ts';
import { beginProcedure } from '#src/domain/procedure/begin.ts';
import type { ReleaseRun, StepState } from '#src/domain/procedure/state.ts';
import { PENDING_STEP } from '#src/domain/procedure/state.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';

/** The state after the first fact of a run. What does not run in it (`only`, `byType`) is off from the start. */
export function beginRelease(stream: string, fact: Fact & { type: 'release.started' }): ReleaseRun {
  const { data } = fact;
  const runbook = data.runbook as unknown as ReleaseRunbook;
  const previous = { previousVersion: null, tag: null, previousTag: null, commit: null };
  return {
    ...beginProcedure(stream, fact, runbook, data.T),
    kind: 'release',
    runbook,
    pages: {},
    version: data.version,
    ...previous,
    status: 'running',
    pause: null,
    rollback: null,
    abort: null,
    verdict: null,
    touchedAt: null,
    noReturn: false,
    awaits: runbook.type.needs.length > 0 ? { purpose: 'needs', step: '', attempt: 0 } : null,
    production: null,
    overtakenBy: null,
    steps: Object.fromEntries(
      offSteps(runbook).map(id => [id, { ...PENDING_STEP, status: 'off' } satisfies StepState]),
    ),
    notes: null,
    heldBy: data.heldBy ?? [],
    incident: data.incident ?? null,
    passesLock: data.passesLock ?? null,
    unlocked: null,
    incidentHolds: data.incidentHolds ?? false,
    freezes: data.freezes ?? [],
    window: null,
    timed: data.T !== null,
    movedAt: null,
    captain: fact.actor.kind === 'person' ? fact.actor.user : '',
    captains: fact.actor.kind === 'person' ? [fact.actor.user] : [],
    handover: null,
    principals: principalOf(fact),
  };
}

/** The account of whoever started it, and the person behind it where that is known. */
export function principalOf({ actor }: Fact): { readonly [user: string]: string } {
  return actor.kind === 'person' && actor.principal !== undefined ? { [actor.user]: actor.principal } : {};
}

function offSteps(runbook: ReleaseRunbook): readonly string[] {
  const steps = [
    ...runbook.phases.flatMap(phase => phase.steps),
    ...(runbook.rollback?.steps ?? []),
    ...runbook.finally,
  ];
  return steps.filter(step => step.off !== null).map(step => step.id);
}
