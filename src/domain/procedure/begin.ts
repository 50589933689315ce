import { sha256 } from '#src/base/id.ts';
import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { Runbook } from '#src/domain/runbook/model/runbook.ts';
import type { PhaseState, Procedure } from './state.ts';

type First = Fact & { type: 'release.started' | 'incident.declared' | 'drill.started' };

/** What every run has after its first fact: nothing done yet, and what does not run in it is off from the start. */
export function beginProcedure(stream: string, fact: First, runbook: Runbook, T: Instant | null): Procedure {
  const { id, title, inputs, executables, people, channel } = fact.data;
  return {
    id,
    stream,
    seq: fact.seq,
    title,
    runbookHash: sha256(runbook.files.map(file => file.hash).join('\n')),
    inputs,
    executables,
    people,
    unread: {},
    channel,
    initiator: fact.actor.kind === 'person' ? fact.actor.user : '',
    startedAt: fact.at,
    endedAt: null,
    T,
    phases: Object.fromEntries(runbook.phases.map(phase => [phase.id, phaseState(phase.off)])),
    steps: {},
    waves: [],
    watches: {},
    snapshots: {},
    comparisons: {},
    published: [],
    overrides: [],
    reports: [],
    troubles: [],
  };
}

function phaseState(off: string | null): PhaseState {
  return { status: off === null ? 'pending' : 'off', startedAt: null, endedAt: null };
}
