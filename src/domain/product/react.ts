import type { Json } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { channelForDrills } from './channels.ts';
import type { ProductStream } from './state.ts';

/** What people are told because of these facts. */
export function productAsks(product: ProductStream, facts: readonly Fact[]): readonly EffectAsk[] {
  return facts.flatMap(fact => (fact.type === 'drills.overdue' ? overdue(product, fact) : []));
}

function overdue({ stream, definition }: ProductStream, { data }: Fact & { type: 'drills.overdue' }) {
  const { day, drills } = data;
  const channel = channelForDrills(definition);
  if (channel === null) return [];
  const body = { channel, name: `drills:${day}`, thread: false, day, drills: drills as unknown as Json };
  return [post(stream, channel, body)];
}

function post(stream: string, channel: string, body: EffectAsk['body']): EffectAsk {
  return { kind: 'chat.post', lane: `chat:${stream}:${channel}`, priority: 2, body };
}
