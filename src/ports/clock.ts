import type { Instant } from '#src/base/time.ts';

/** The one source of time for whatever is stored or compared with something stored. */
export interface Clock {
  now(): Instant;
}
