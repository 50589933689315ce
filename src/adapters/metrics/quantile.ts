/** How many observations were at or below `le` in the window, over all label sets. */
export type Bucket = { readonly le: number; readonly count: number };

export type Quantile =
  | { readonly kind: 'value'; readonly value: number }
  /** It lies beyond the last finite bucket: nobody knows how far. */
  | { readonly kind: 'at-least'; readonly value: number }
  | { readonly kind: 'none'; readonly why: string };

/** As Prometheus' histogram_quantile: the bucket the rank falls into, linear within it. `quantile` is 0 to 1. */
export function quantileOf(buckets: readonly Bucket[], quantile: number): Quantile {
  const sorted = monotone(buckets.toSorted((a, b) => a.le - b.le));
  const last = sorted.at(-1);
  if (!last || last.le !== Number.POSITIVE_INFINITY) return { kind: 'none', why: 'the histogram has no +Inf bucket' };
  if (sorted.length < 2) return { kind: 'none', why: 'the histogram has no finite bucket' };
  if (last.count === 0) return { kind: 'none', why: 'nothing was counted in the window' };
  const rank = quantile * last.count;
  const index = sorted.findIndex(bucket => bucket.count >= rank);
  const [lower, bucket] = [sorted[index - 1], sorted[index]];
  if (!bucket || bucket.le === Number.POSITIVE_INFINITY) return { kind: 'at-least', value: sorted.at(-2)?.le ?? 0 };
  if (!lower && bucket.le <= 0) return { kind: 'value', value: bucket.le };
  const [start, below] = [lower?.le ?? 0, lower?.count ?? 0];
  const share = bucket.count === below ? 0 : (rank - below) / (bucket.count - below);
  return { kind: 'value', value: start + (bucket.le - start) * share };
}

/** Label sets may have different buckets, and a scrape may catch a histogram half-way: counts never fall. */
function monotone(buckets: readonly Bucket[]): readonly Bucket[] {
  let highest = 0;
  return buckets.map(({ le, count }) => {
    highest = Math.max(highest, count);
    return { le, count: highest };
  });
}
