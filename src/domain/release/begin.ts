import { sha256 } from '#src/base/id.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { PhaseState, ReleaseRun, StepState } from '#src/domain/procedure/state.ts';
import { PENDING_STEP } from '#src/domain/procedure/state.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';

/** The state after the first fact of a run. What does not run in it (`only`, `byType`) is off from the start. */
export function beginRelease(stream: string, fact: Fact & { type: 'release.started' }): ReleaseRun {
  const { data } = fact;
  const runbook = data.runbook as unknown as ReleaseRunbook;
  const previous = { previousVersion: null, tag: null, previousTag: null, commit: null };
  return {
    kind: 'release',
    id: data.id,
    stream,
    seq: fact.seq,
    title: data.title,
    runbook,
    runbookHash: sha256(runbook.files.map(file => file.hash).join('\n')),
    inputs: data.inputs,
    executables: data.executables,
    people: data.people,
    channel: data.channel,
    initiator: fact.actor.kind === 'person' ? fact.actor.user : '',
    startedAt: fact.at,
    endedAt: null,
    T: data.T,
    version: data.version,
    ...previous,
    status: 'running',
    pause: null,
    rollback: null,
    abort: null,
    verdict: null,
    touchedProduction: false,
    noReturn: false,
    awaits: runbook.type.needs.length > 0 ? { purpose: 'needs', step: '', attempt: 0 } : null,
    production: null,
    phases: Object.fromEntries(runbook.phases.map(phase => [phase.id, phaseState(phase.off)])),
    steps: Object.fromEntries(
      offSteps(runbook).map(id => [id, { ...PENDING_STEP, status: 'off' } satisfies StepState]),
    ),
    waves: [],
    watches: {},
    snapshots: {},
    comparisons: {},
    published: [],
    overrides: [],
    notes: null,
    heldBy: data.heldBy ?? [],
    incident: data.incident ?? null,
    reports: [],
    troubles: [],
  };
}

function phaseState(off: string | null): PhaseState {
  return { status: off === null ? 'pending' : 'off', startedAt: null, endedAt: null };
}

function offSteps(runbook: ReleaseRunbook): readonly string[] {
  const steps = [
    ...runbook.phases.flatMap(phase => phase.steps),
    ...(runbook.rollback?.steps ?? []),
    ...runbook.finally,
  ];
  return steps.filter(step => step.off !== null).map(step => step.id);
}
