import { assert } from '#src/base/assert.ts';
import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { AppendAnswer, Change, EventRow, MessageRow, NewEffect, RunSummary, TimerRow } from '#src/ports/store.ts';
import type { EffectRecord } from './schema.ts';
import { assertSaysWhen, isInFlight, settled } from './settlement.ts';

/**
 * What a gathering knows: the rows its changes ask about, read at the start of the transaction and moved on change by
 * change, so that a later one sees the earlier ones. `written` is what differs from the disk at the end.
 */
export type Draft = {
  readonly versions: Map<string, number>;
  readonly requests: Map<string, Json>;
  /** By id, in the order of arrival: those settled, cancelled or added, and the open ones of lanes that coalesce. */
  readonly effects: Map<string, EffectRecord>;
  /** Those that are set, by `nameKey`. */
  readonly timers: Map<string, TimerRow>;
  readonly written: {
    readonly events: EventRow[];
    readonly effects: Set<string>;
    /** Those set or cleared, by `nameKey`. */
    readonly timers: Map<string, Pick<TimerRow, 'stream' | 'name'>>;
    readonly requests: { readonly key: string; readonly reply: Json; readonly at: Instant }[];
    readonly runs: Map<string, RunSummary>;
    readonly messages: Map<string, MessageRow>;
    readonly blobs: Map<string, { readonly hash: string; readonly bytes: Uint8Array; readonly at: Instant }>;
  };
};

export function nameKey(stream: string, name: string): string {
  return `${stream}\n${name}`;
}

/** Throws when a change contradicts itself: a bug of the caller, found before it can hurt those gathered with it. */
export function assertWellFormed(change: Change): void {
  for (const [index, event] of change.events.entries()) {
    assert(event.stream === change.stream, `an event of ${event.stream} in a change of ${change.stream}`);
    assert(event.seq === change.expectedVersion + index + 1, `events of ${change.stream} follow its version`);
  }
  const ids = new Set(change.effects.map(effect => effect.id));
  assert(ids.size === change.effects.length, `two effects of one id in a change of ${change.stream}`);
  assert(change.run === null || change.run.stream === change.stream, `a change of ${change.stream} moves its own run`);
  if (change.settles) assertSaysWhen(change.settles);
}

/**
 * Admits one change to the draft, whole or not at all. Asked in this order: was the request answered before, is what it
 * answers gone, has the stream moved. So a change that is stale is not decided again only because it conflicts as well.
 */
export function admit(draft: Draft, change: Change): AppendAnswer {
  const { request } = change;
  const answered = request && draft.requests.get(request.key);
  if (answered !== undefined) return { duplicate: answered };
  if (isStale(draft, change)) return 'stale';
  if ((draft.versions.get(change.stream) ?? 0) !== change.expectedVersion) return 'conflict';

  draft.versions.set(change.stream, change.expectedVersion + change.events.length);
  draft.written.events.push(...change.events);
  if (change.settles) settle(draft, change, change.settles.effectId);
  for (const id of change.cancel) cancel(draft, id, change.at);
  for (const effect of change.effects) add(draft, change, effect);
  if (change.fires) setTimer(draft, change.stream, change.fires.timer, null);
  for (const [name, timer] of Object.entries(change.timers)) setTimer(draft, change.stream, name, timer);
  note(draft, change);
  return 'appended';
}

function isStale({ effects, timers }: Draft, { stream, settles, fires }: Change): boolean {
  if (settles && !isInFlight(effects.get(settles.effectId), settles)) return true;
  return fires !== undefined && timers.get(nameKey(stream, fires.timer))?.at !== fires.at;
}

function settle(draft: Draft, { settles, at }: Change, id: string): void {
  const record = draft.effects.get(id);
  assert(settles && record, 'an effect is settled after it was found in flight');
  put(draft, settled(record, settles, at));
}

function cancel(draft: Draft, id: string, at: Instant): void {
  const record = draft.effects.get(id);
  if (record?.state === 'due') put(draft, { ...record, state: 'cancelled', settled_at: at });
}

function add(draft: Draft, change: Change, effect: NewEffect): void {
  assert(!draft.effects.has(effect.id), `effect ${effect.id} exists already`);
  const waiting = effect.coalesce ? firstDue(draft, effect) : undefined;
  put(draft, waiting ? { ...waiting, due_at: Math.min(waiting.due_at, effect.dueAt) } : newRecord(change, effect));
}

function firstDue({ effects }: Draft, { kind, lane }: NewEffect): EffectRecord | undefined {
  for (const record of effects.values()) {
    if (record.state === 'due' && record.kind === kind && record.lane === lane) return record;
  }
  return undefined;
}

function put(draft: Draft, record: EffectRecord): void {
  draft.effects.set(record.id, record);
  draft.written.effects.add(record.id);
}

function setTimer(draft: Draft, stream: string, name: string, timer: Change['timers'][string] | null): void {
  const key = nameKey(stream, name);
  if (timer) draft.timers.set(key, { stream, name, at: timer.at, policy: timer.policy });
  else draft.timers.delete(key);
  draft.written.timers.set(key, { stream, name });
}

function note(draft: Draft, { stream, request, run, messages, blobs, at }: Change): void {
  const { written } = draft;
  if (request) {
    draft.requests.set(request.key, request.reply);
    written.requests.push({ ...request, at });
  }
  if (run) written.runs.set(stream, run);
  for (const message of messages) written.messages.set(nameKey(stream, message.name), { stream, ...message });
  for (const blob of blobs) written.blobs.set(blob.hash, { ...blob, at });
}

function newRecord(change: Change, effect: NewEffect): EffectRecord {
  return {
    id: effect.id,
    stream: change.stream,
    kind: effect.kind,
    lane: effect.lane,
    priority: effect.priority,
    due_at: effect.dueAt,
    attempt: 0,
    epoch: 0,
    body: JSON.stringify(effect.body),
    state: 'due',
    look: 0,
    created_at: change.at,
    first_sent_at: null,
    settled_at: null,
    result: null,
  };
}
