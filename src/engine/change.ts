import { effectId } from '#src/base/id.ts';
import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { timerChanges } from '#src/domain/procedure/timers.ts';
import { react } from '#src/domain/react.ts';
import type { State } from '#src/domain/state.ts';
import { timersOf } from '#src/domain/timers.ts';
import type { Change, EventRow, NewEffect, Settlement } from '#src/ports/store.ts';
import { encode } from './codec.ts';
import type { View } from './streams.ts';
import { summaryOf } from './summary.ts';

/** What comes with a decision from outside it: the effect or timer it answers, the request, what an effect brought along. */
export type Along = {
  readonly settles?: Settlement;
  readonly fires?: { readonly timer: string; readonly at: Instant };
  readonly request?: { readonly key: string; readonly reply: Json };
  readonly messages?: Change['messages'];
  readonly blobs?: Change['blobs'];
  readonly cancel?: readonly string[];
};

export type Built = { readonly change: Change; readonly view: View };

/** Everything one decision causes, as one transaction, and the view after it. */
export function buildChange(
  stream: string,
  before: View,
  decided: { readonly run: State | null; readonly facts: readonly Fact[]; readonly effects: readonly EffectAsk[] },
  now: Instant,
  along: Along,
): Built {
  const events = encodeAll(stream, decided.facts, before.head);
  const head = events.at(-1)?.hash ?? before.head;
  const { run, facts } = decided;
  const asks = [...decided.effects, ...(run ? react(run, facts, before.run) : [])];
  const timersBefore = before.run ? timersOf(before.run) : {};
  const timers = run ? timersOf(run) : {};
  const change: Change = {
    stream,
    expectedVersion: before.version,
    events,
    effects: asks.map((ask, ordinal) =>
      newEffect(ask, effectId(origin(stream, facts, along), run?.seq ?? 0, ordinal), now),
    ),
    timers: timerChanges(timersBefore, timers),
    cancel: along.cancel ?? [],
    ...(along.settles ? { settles: along.settles } : {}),
    ...(along.fires ? { fires: along.fires } : {}),
    ...(along.request ? { request: along.request } : {}),
    // The row of alerts also says when they were measured last.
    run: run && (events.length > 0 || run.kind === 'alerts') ? summaryOf(run, head, timers) : null,
    messages: along.messages ?? [],
    blobs: along.blobs ?? [],
    at: now,
  };
  return { change, view: { run, version: before.version + events.length, head } };
}

/** Asks without a fact of their own (a sweep) are told apart by the timer, the request or the effect that caused them. */
function origin(stream: string, facts: readonly Fact[], along: Along): string {
  if (facts.length > 0) return stream;
  if (along.fires) return `${stream}|${along.fires.timer}@${along.fires.at}`;
  if (along.request) return `${stream}|${along.request.key}`;
  return along.settles ? `${stream}|${along.settles.effectId}` : stream;
}

function encodeAll(stream: string, facts: readonly Fact[], head: string): readonly EventRow[] {
  const rows: EventRow[] = [];
  for (const fact of facts) rows.push(encode(stream, fact, rows.at(-1)?.hash ?? head));
  return rows;
}

function newEffect(ask: EffectAsk, id: string, now: Instant): NewEffect {
  const { kind, lane, priority, body, coalesce = false } = ask;
  return { id, kind, lane, priority, dueAt: ask.dueAt ?? now, body, coalesce };
}

/** Is there anything to write? */
export function isEmpty(change: Change): boolean {
  const nothing =
    change.events.length +
      change.effects.length +
      change.cancel.length +
      change.messages.length +
      change.blobs.length ===
    0;
  return nothing && !change.settles && !change.fires && !change.request && Object.keys(change.timers).length === 0;
}
