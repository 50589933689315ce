import type { Instant } from '#src/base/time.ts';
import type { Actor } from './actor.ts';
import type { EventData, EventType, NewFact } from './events.ts';

/** A fact with its place on the timeline: what `evolve` folds. */
export type Fact = {
  readonly [T in EventType]: {
    readonly seq: number;
    readonly at: Instant;
    readonly actor: Actor;
    readonly type: T;
    readonly data: EventData<T>;
  };
}[EventType];

/** Not done, and why: a code for tests and logs, a sentence for the person. */
export type Refusal = { readonly code: string; readonly text: string };

/**
 * What a command adds. A refusal may come with facts (a denial is recorded); facts without a refusal mean it was done.
 */
export type Decision = { readonly facts: readonly NewFact[]; readonly refusal: Refusal | null };

export function fact<T extends EventType>(type: T, data: EventData<T>): NewFact {
  return { type, data } as NewFact;
}

export function refuse(code: string, text: string): Decision {
  return { facts: [], refusal: { code, text } };
}

export function accept(facts: readonly NewFact[]): Decision {
  return { facts, refusal: null };
}
