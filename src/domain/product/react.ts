import type { Json, JsonObject } from '#src/base/json.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { EffectAsk } from '#src/domain/procedure/effects.ts';
import { channelForDrills } from './channels.ts';
import { sayTold } from './say-freeze.ts';
import type { ProductStream } from './state.ts';

/** What people are told because of these facts. */
export function productAsks(product: ProductStream, facts: readonly Fact[]): readonly EffectAsk[] {
  return facts.flatMap(fact => {
    if (fact.type === 'drills.overdue') return overdue(product, fact);
    return fact.type === 'freeze.told' ? frozen(product, fact) : [];
  });
}

function overdue({ stream, definition }: ProductStream, { data }: Fact & { type: 'drills.overdue' }) {
  const { day, drills } = data;
  const channel = channelForDrills(definition);
  if (channel === null) return [];
  const [name, shown] = reminderOf({ day, drills });
  return [post(stream, channel, { channel, name, thread: false, day, ...shown })];
}

/** The name of a reminder's message, and what it is drawn from. */
export function reminderOf({ day, drills }: NonNullable<ProductStream['reminded']>): [string, JsonObject] {
  return [`drills:${day}`, { drills: drills as unknown as Json }];
}

/** Where releases are: whoever plans one reads it before it is asked for. */
function frozen({ stream, definition, freezes }: ProductStream, { data }: Fact & { type: 'freeze.told' }) {
  const channel = definition.channels['releases'];
  if (channel === undefined) return [];
  const text = sayTold(definition.title, data, freezes[data.id]?.reason ?? null);
  return [post(stream, channel, { channel, thread: false, text, by: data.by })];
}

function post(stream: string, channel: string, body: EffectAsk['body']): EffectAsk {
  return { kind: 'chat.post', lane: `chat:${stream}:${channel}`, priority: 2, body };
}
