import type { Json } from '#src/base/json.ts';
import type { Instant } from '#src/base/time.ts';
import type { Actor } from '#src/domain/actor.ts';
import type { EventData, EventType } from '#src/domain/events.ts';

/** A fact as domain/release/tell.ts hands it to the thread: without the runbook, metrics and bodies only the timeline keeps. */
export type ToldFact = {
  readonly [T in EventType]: {
    readonly type: T;
    readonly at: Instant;
    readonly actor: Actor;
    readonly data: ToldData<T>;
  };
}[EventType];

export type Told<T extends EventType> = Extract<ToldFact, { readonly type: T }>;

type ToldData<T extends EventType> = T extends 'step.started'
  ? StartedData
  : T extends 'release.started'
    ? Record<string, never>
    : T extends 'step.finished'
      ? Pick<EventData<'step.finished'>, 'step' | 'attempt' | 'says' | 'rule'>
      : T extends 'notes.edited'
        ? Pick<EventData<'notes.edited'>, 'step' | 'number' | 'changed'>
        : EventData<T>;

type StartedData = Pick<EventData<'step.started'>, 'step' | 'attempt' | 'part'> & {
  readonly argv: Json;
  readonly method: Json;
  readonly url: Json;
  readonly title: Json;
};
