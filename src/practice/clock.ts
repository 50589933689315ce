import type { Instant } from '#src/base/time.ts';

/** The one time of the practice workspace: demo service, Slack and bot all live in it. Epoch milliseconds. */
export type Clock = { now(): Instant };

/** Runs with the machine's clock and can be put forward; never back, for stored instants only ever grow. */
export type PracticeClock = Clock & { advanceTo(at: Instant): void };

/** A clock that starts at `start` (default: now) and goes on at the speed of the wall. */
export function createPracticeClock(start: Instant = Date.now()): PracticeClock {
  let offset = start - Date.now();
  const now = () => Date.now() + offset;
  return {
    now,
    advanceTo(at) {
      offset += Math.max(0, at - now());
    },
  };
}
