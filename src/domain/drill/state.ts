import type { Instant } from '#src/base/time.ts';
import type { Noted } from './events.ts';

/** What a drill has beside its procedure. */
export type Drill = {
  /** The last three are for ever. */
  readonly status: 'running' | 'passed' | 'failed' | 'aborted';
  /** The incident it was started from; null: none. */
  readonly incident: string | null;
  readonly abort: { readonly reason: string; readonly by: string } | null;
  /** null: it goes on, or was aborted before anything of it was done. */
  readonly result: DrillResult | null;
};

export type DrillResult = {
  readonly passed: boolean;
  /** Why it did not pass. */
  readonly reasons: readonly string[];
  readonly records: readonly Noted[];
  readonly at: Instant;
};
