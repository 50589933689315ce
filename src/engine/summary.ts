import type { Instant } from '#src/base/time.ts';
import { isOver } from '#src/domain/procedure/over.ts';
import { currentPhase } from '#src/domain/procedure/sections.ts';
import type { Run } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Timers } from '#src/domain/procedure/timers.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';

/** The one row a run has in every list. */
export function summaryOf(run: Run, head: string, timers: Timers): RunSummary {
  const due = Object.values(timers).map(timer => timer.at);
  return {
    stream: run.stream,
    kind: 'release',
    id: run.id,
    product: run.runbook.product.name,
    status: run.status,
    open: !isOver(run),
    title: run.title,
    owner: run.initiator,
    version: run.version ?? '',
    channel: run.channel,
    startedAt: run.startedAt,
    dueAt: due.length === 0 ? null : (Math.min(...due) as Instant),
    events: run.seq,
    head,
    facts: {
      type: run.runbook.type.name,
      strategy: run.runbook.strategy,
      phase: currentPhase(run)?.id ?? '',
      says: run.pause?.says ?? '',
      production: isFinal(run) ? null : (run.production?.since ?? null),
      inputs: run.inputs as RunSummary['facts'],
    },
  };
}
