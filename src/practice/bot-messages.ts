import type { Instant } from '#src/base/time.ts';

/** What the practice process tells its bot. The clock goes on by itself in between, at the speed of the wall. */
export type ToBot = { readonly type: 'clock'; readonly now: Instant } | { readonly type: 'tick' };

/** How things stand with the bot after a round of work. */
export type Standing = {
  /** When something is next due; null: only a person can go on. */
  readonly nextDue: Instant | null;
  /** The next moment that is worth winding to; null: there is none. */
  readonly nextMoment: Instant | null;
  /** Nothing in flight and nothing due. */
  readonly idle: boolean;
};

/** What the bot tells: that it listens, and after each tick how things stand. */
export type FromBot = { readonly type: 'ready' } | ({ readonly type: 'ticked' } & Standing);
