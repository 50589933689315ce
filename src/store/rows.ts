import type { Json, JsonObject } from '#src/base/json.ts';
import type { EffectRow, RunSummary } from '#src/ports/store.ts';
import type { EffectRecord, RunRecord } from './schema.ts';

/** A stored effect as the port shows it. */
export function effectRow(record: EffectRecord): EffectRow {
  return {
    id: record.id,
    stream: record.stream,
    kind: record.kind,
    lane: record.lane,
    priority: record.priority,
    dueAt: record.due_at,
    attempt: record.attempt,
    epoch: record.epoch,
    body: JSON.parse(record.body) as JsonObject,
    state: record.state,
    look: record.look === 1,
    createdAt: record.created_at,
    firstSentAt: record.first_sent_at,
    result: record.result === null ? null : (JSON.parse(record.result) as Json),
  };
}

/** A stored run as the port shows it. */
export function runSummary(record: RunRecord): RunSummary {
  return {
    stream: record.stream,
    kind: record.kind,
    id: record.id,
    product: record.product,
    status: record.status,
    open: record.open === 1,
    title: record.title,
    owner: record.owner,
    version: record.version,
    channel: record.channel,
    startedAt: record.started_at,
    dueAt: record.due_at,
    events: record.events,
    head: record.head,
    facts: JSON.parse(record.facts) as JsonObject,
  };
}

/** A run as it is stored. */
export function runRecord(run: RunSummary): RunRecord {
  return {
    stream: run.stream,
    kind: run.kind,
    id: run.id,
    product: run.product,
    status: run.status,
    open: run.open ? 1 : 0,
    title: run.title,
    owner: run.owner,
    version: run.version,
    channel: run.channel,
    started_at: run.startedAt,
    due_at: run.dueAt,
    events: run.events,
    head: run.head,
    facts: JSON.stringify(run.facts),
  };
}
