import type { Instant } from '#src/base/time.ts';
import { standingAlerts } from '#src/domain/alerts/standing.ts';
import type { Alerts } from '#src/domain/alerts/state.ts';
import { gradeOf, holdsReleases } from '#src/domain/incident/grade.ts';
import { currentPhase } from '#src/domain/procedure/sections.ts';
import type { DrillRun, IncidentRun, ReleaseRun, Run } from '#src/domain/procedure/state.ts';
import { isFinal } from '#src/domain/procedure/state.ts';
import type { Timers } from '#src/domain/procedure/timers.ts';
import type { ProductStream } from '#src/domain/product/state.ts';
import { givesWay } from '#src/domain/release/gives-way.ts';
import { isLocking, sayOwners } from '#src/domain/release/lock.ts';
import { isOver } from '#src/domain/release/over.ts';
import { placeOf } from '#src/domain/release/turn.ts';
import type { RunSummary } from '#src/domain/run-summary.ts';
import type { State } from '#src/domain/state.ts';

/** The one row a run has in every list. */
export function summaryOf(run: State, head: string, timers: Timers): RunSummary {
  if (run.kind === 'alerts') return summaryOfAlerts(run, head);
  if (run.kind === 'product') return summaryOfProduct(run, head);
  const due = Object.values(timers).map(timer => timer.at);
  return {
    stream: run.stream,
    kind: run.kind,
    id: run.id,
    product: run.runbook.product.name,
    status: run.status,
    title: run.title,
    channel: run.channel,
    startedAt: run.startedAt,
    dueAt: due.length === 0 ? null : (Math.min(...due) as Instant),
    events: run.seq,
    head,
    ...own(run),
  };
}

type Own = Pick<RunSummary, 'open' | 'owner' | 'version' | 'facts'>;

function own(run: Run): Own {
  switch (run.kind) {
    case 'release':
      return ofRelease(run);
    case 'incident':
      return ofIncident(run);
    case 'drill':
      return ofDrill(run);
  }
}

function ofDrill(run: DrillRun): Own {
  const { result } = run;
  return {
    open: !isOver(run),
    owner: run.initiator,
    version: '',
    facts: {
      drill: run.runbook.id,
      phase: currentPhase(run)?.id ?? '',
      result: result && { passed: result.passed, at: result.at, reasons: [...result.reasons] },
    },
  };
}

function ofRelease(run: ReleaseRun): Own {
  return {
    open: !isOver(run),
    owner: run.captain,
    version: run.version ?? '',
    facts: {
      type: run.runbook.type.name,
      strategy: run.runbook.strategy,
      phase: currentPhase(run)?.id ?? '',
      says: run.pause?.says ?? '',
      production: placeOf(run),
      /** Only watched any more: a release from an incident does not wait for it. */
      givesWay: givesWay(run),
      incident: run.incident,
      /** When it first touched production: what an incident suspects. */
      touched: run.touchedAt,
      ended: run.endedAt,
      /** When it goes out, where somebody said so. */
      T: isFinal(run) ? null : run.T,
      /** Who unlocks the product after its rollback; null: it locks nothing. */
      lock: isLocking(run) ? sayOwners(run) : null,
      rollbackAt: run.rollback?.at ?? null,
      /** From the decision to its end; null: it has not come to one. */
      rollbackMs: rollbackMs(run),
      heldBy: run.heldBy.map(one => one.incident),
      inputs: run.inputs as RunSummary['facts'],
      handover: run.handover?.to ?? null,
    },
  };
}

function rollbackMs({ rollback }: ReleaseRun): number | null {
  return rollback?.finishedAt == null ? null : rollback.finishedAt - rollback.at;
}

function ofIncident(run: IncidentRun): Own {
  const open = run.tasks.filter(task => task.doneAt === null);
  return {
    open: run.status !== 'resolved',
    owner: run.commander ?? run.initiator,
    version: '',
    facts: {
      severity: run.severity,
      holds: holdsReleases(run),
      service: run.service,
      drill: run.drill,
      private: run.private,
      responders: [...run.responders],
      resolvedAt: run.resolvedAt,
      nextUpdateAt: run.cadence.nextAt,
      cadence: gradeOf(run)?.cadence?.text ?? '',
      tasks: open.map(task => ({ id: task.id, text: task.text, owner: task.owner, dueAt: task.dueAt })),
      postmortem: { owner: run.postmortem.owner, dueAt: run.postmortem.dueAt, state: run.postmortem.state },
      handover: run.handover?.to ?? null,
      /** Messages it keeps: their edits and deletions concern it. */
      captured: Object.keys(run.captured),
    },
  };
}

/** One row a product: what gates, lists and /metrics know of its alerts. */
function summaryOfAlerts(alerts: Alerts, head: string): RunSummary {
  const { name: product, title } = alerts.definition.product;
  const facts = standingAlerts(alerts) as unknown as RunSummary['facts'];
  return { ...besideRuns(alerts, head), status: 'measuring', product, title, facts };
}

function summaryOfProduct(stream: ProductStream, head: string): RunSummary {
  const { name: product, title } = stream.definition;
  return { ...besideRuns(stream, head), status: 'kept', product, title, facts: {} };
}

/** What has no beginning and no end is led by nobody, and listed nowhere. */
function besideRuns({ stream, id, kind, startedAt, seq }: Alerts | ProductStream, head: string) {
  const nothing = { open: false, channel: '', owner: '', version: '', dueAt: null };
  return { stream, id, kind, startedAt, events: seq, head, ...nothing };
}
