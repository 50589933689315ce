import type { Instant } from '#src/base/time.ts';

/** What the practice process tells its bot. The clock goes on by itself in between, at the speed of the wall. */
export type ToBot = { readonly type: 'clock'; readonly now: Instant } | { readonly type: 'tick' };

/** What the bot tells: that it listens, and after each tick how things stand. */
export type FromBot =
  | { readonly type: 'ready' }
  | {
      readonly type: 'ticked';
      /** When something is next due; null: only a person can go on. */
      readonly nextDue: Instant | null;
      /** Nothing in flight and nothing due. */
      readonly idle: boolean;
    };
