import type { Instant } from '#src/base/time.ts';

/** One thing in a calendar people subscribe to. */
export type CalendarEntry = {
  /** The same for the same thing, however often it is read. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly from: Instant;
  readonly to: Instant;
};
