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

/** One that was ended in Slack. */
export type EndedFreeze = Pick<SetFreeze, 'id' | 'product' | 'by' | 'at'> & { readonly reason: string };

/** Those that are over stay for as long as somebody may ask why a release waited. */
const KEPT_MS = 30 * DAY;

/** What lists know of the system's own stream: the freezes that stand. */
export function systemFacts(
  before: JsonObject,
  fact: NewFact,
  { at, actor }: { at: Instant; actor: Actor },
): JsonObject {
  const freezes = freezesIn(before);
  const by = actor.kind === 'person' ? actor.user : 'gonogo';
  if (fact.type === 'freeze.set') {
    const { id, product, from, to, reason } = fact.data;
    const set: SetFreeze = { id, from, to, reason, unless: { kind: 'incident' }, product, by, at };
    const kept = freezes.filter(one => Date.parse(one.to) + KEPT_MS > at);
    return { ...before, freezes: [...kept, set] as unknown as JsonObject[] };
  }
  if (fact.type === 'freeze.ended') {
    const { id, product, reason } = fact.data;
    const ended: readonly EndedFreeze[] = [...endedIn(before), { id, product, reason, by, at }];
    return {
      freezes: freezes.filter(one => one.id !== id) as unknown as JsonObject[],
      ended: ended.filter(one => one.at + KEPT_MS > at) as unknown as JsonObject[],
    };
  }
  return before;
}

/** The freezes a system row holds. */
export function freezesIn(facts: JsonObject): readonly SetFreeze[] {
  return (facts['freezes'] ?? []) as unknown as readonly SetFreeze[];
}

/** Those that were ended lately: a bot that stopped right then has still to say so. */
export function endedIn(facts: JsonObject): readonly EndedFreeze[] {
  return (facts['ended'] ?? []) as unknown as readonly EndedFreeze[];
}

/** Those of one product, as its calendar takes them. */
export function freezesOf(facts: JsonObject, product: string): readonly Freeze[] {
  return freezesIn(facts)
    .filter(one => one.product === product)
    .map(({ id, from, to, reason, unless }) => ({ id, from, to, reason, unless }));
}
