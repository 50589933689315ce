import { HOUR, type Instant, MINUTE } from '#src/base/time.ts';

/** One request the demo service answered. */
export type Sample = { readonly at: Instant; readonly track: string; readonly status: number; readonly ms: number };

/** What a window of requests says. Error rate in percent; both figures are null when nothing was requested. */
export type Figures = {
  readonly requests: number;
  readonly errorRate: number | null;
  readonly p95Latency: number | null;
};

/** The requests really served, in the order they were made in. */
export type FigureBook = {
  record(sample: Sample): void;
  /** Figures of (from, to]. */
  between(from: Instant, to: Instant): Figures;
  /** Figures of the last minute before `now`. */
  lastMinute(now: Instant): Figures;
};

/** Comparison reports look back an hour before a release that itself takes some hours. */
const KEPT_MS = 6 * HOUR;
const PRUNE_EVERY = 5_000;

export function createFigureBook(): FigureBook {
  let samples: Sample[] = [];
  let recorded = 0;
  /** How many happened no later than `at`. A curve asks for thirty of its points at a time. */
  function until(at: Instant): number {
    let low = 0;
    for (let high = samples.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((samples[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const between = (from: Instant, to: Instant) => summarise(samples.slice(until(from), until(to)));
  return {
    record(sample) {
      // Requests on the way at the same time are answered in any order; they are kept in the order they were made in.
      samples.splice(until(sample.at), 0, sample);
      recorded += 1;
      if (recorded % PRUNE_EVERY === 0) samples = samples.filter(one => one.at > sample.at - KEPT_MS);
    },
    between,
    lastMinute: now => between(now - MINUTE, now),
  };
}

function summarise(samples: readonly Sample[]): Figures {
  if (samples.length === 0) return { requests: 0, errorRate: null, p95Latency: null };
  const errors = samples.filter(one => one.status >= 500).length;
  const sorted = samples.map(one => one.ms).sort((a, b) => a - b);
  return {
    requests: samples.length,
    errorRate: Math.round((errors / samples.length) * 10_000) / 100,
    p95Latency: sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null,
  };
}
