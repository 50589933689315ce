import type { JsonObject } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import { DAY } from '#src/base/time.ts';
import type { Actor } from './actor.ts';
import type { NewFact } from './events.ts';
import type { Freeze } from './runbook/model/calendar.ts';

/** A freeze set in Slack, with whose it is. */
export type SetFreeze = Freeze & {
  readonly id: string;
  readonly product: string;
  readonly by: string;
  readonly at: Instant;
};

/** Those that are over stay for as long as somebody may ask why a release waited. */
const KEPT_MS = 30 * DAY;

/** What lists know of the system's own stream: the freezes that stand. */
export function systemFacts(
  before: JsonObject,
  fact: NewFact,
  { at, actor }: { at: Instant; actor: Actor },
): JsonObject {
  const freezes = freezesIn(before);
  if (fact.type === 'freeze.set') {
    const { id, product, from, to, reason } = fact.data;
    const by = actor.kind === 'person' ? actor.user : 'gonogo';
    const set: SetFreeze = { id, from, to, reason, unless: { kind: 'incident' }, product, by, at };
    const kept = freezes.filter(one => Date.parse(one.to) + KEPT_MS > at);
    return { freezes: [...kept, set] as unknown as JsonObject[] };
  }
  if (fact.type === 'freeze.ended')
    return { freezes: freezes.filter(one => one.id !== fact.data.id) as unknown as JsonObject[] };
  return before;
}

/** The freezes a system row holds. */
export function freezesIn(facts: JsonObject): readonly SetFreeze[] {
  return (facts['freezes'] ?? []) as unknown as readonly SetFreeze[];
}

/** Those of one product, as its calendar takes them. */
export function freezesOf(facts: JsonObject, product: string): readonly Freeze[] {
  return freezesIn(facts)
    .filter(one => one.product === product)
    .map(({ id, from, to, reason, unless }) => ({ id, from, to, reason, unless }));
}
