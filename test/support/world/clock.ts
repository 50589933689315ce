import { assert } from '#src/base/assert.ts';
import type { Instant } from '#src/base/time.ts';

/** The one time of a test: bot, Slack and demo company live in it. It stands still until somebody moves it. */
export type VirtualClock = { now(): Instant; advanceTo(at: Instant): void };

export function createVirtualClock(start: Instant): VirtualClock {
  let now = start;
  return {
    now: () => now,
    advanceTo(at) {
      assert(at >= now, 'time goes forward');
      now = at;
    },
  };
}
