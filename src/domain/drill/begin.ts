import type { Fact } from '#src/domain/fact.ts';
import { beginProcedure } from '#src/domain/procedure/begin.ts';
import type { DrillRun } from '#src/domain/procedure/state.ts';
import type { DrillRunbook } from '#src/domain/runbook/model/runbook.ts';

/** The state after a drill was started; T is its start. */
export function beginDrill(stream: string, fact: Fact & { type: 'drill.started' }): DrillRun {
  const runbook = fact.data.runbook as unknown as DrillRunbook;
  return {
    ...beginProcedure(stream, fact, runbook, fact.at),
    kind: 'drill',
    runbook,
    status: 'running',
    incident: fact.data.incident ?? null,
    abort: null,
    result: null,
  };
}
