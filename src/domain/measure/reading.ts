import type { Instant } from '#src/base/time.ts';

/** What a source said, in the metric's base unit, before any judgement. */
export type Sample = {
  readonly metric: string;
  readonly at: Instant;
  readonly latencyMs: number;
  /** The resolved query or address, as an auditor would repeat it; no secrets. */
  readonly query: string;
} & SampleOutcome;

export type SampleOutcome =
  | {
      readonly kind: 'value';
      readonly value: number;
      /** How many things it rests on (requests in the window), where known. */
      readonly samples: number | null;
    }
  /** A probe asks the service itself: an answer other than expected, or none, is a fact about the service. */
  | { readonly kind: 'probe'; readonly ok: boolean; readonly silent: boolean; readonly detail: string }
  /** Could not measure. `silent`: no answer at all. `samples`: so few that there was no value to have; null: not counted. */
  | { readonly kind: 'error'; readonly silent: boolean; readonly detail: string; readonly samples?: number | null }
  /** The first scrape of a window: neither pass nor counted. */
  | { readonly kind: 'warming-up' };

export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'error' | 'warming-up';

/** A sample with its judgement: what the timeline keeps. */
export type Reading = {
  readonly metric: string;
  readonly at: Instant;
  readonly latencyMs: number;
  readonly query: string;
  readonly verdict: Verdict;
  /** Base unit; null where nothing was measured. */
  readonly value: number | null;
  readonly samples: number | null;
  /** "error rate 1.4 % > 1 %, 4,812 requests" */
  readonly says: string;
  /** Nobody answered at all. */
  readonly silent?: boolean | undefined;
};
