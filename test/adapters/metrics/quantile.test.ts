import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantileOf } from '#src/adapters/metrics/quantile.ts';

const BOUNDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, Number.POSITIVE_INFINITY];

function bucketsOf(observations: readonly number[], bounds = BOUNDS) {
  return bounds.map(le => ({ le, count: observations.filter(one => one <= le).length }));
}

/** Counts the sorted observations by hand: the bucket that holds the one of that rank. */
function bucketByHand(observations: readonly number[], quantile: number): readonly [number, number] {
  const sorted = observations.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(quantile * sorted.length));
  const observed = sorted[rank - 1] ?? Number.NaN;
  const upper = BOUNDS.findIndex(le => observed <= le);
  return [BOUNDS[upper - 1] ?? 0, BOUNDS[upper] ?? Number.NaN];
}

describe('a quantile', () => {
  const observations = fc.array(fc.double({ min: 0.000_1, max: 5, noNaN: true }), { minLength: 1, maxLength: 200 });
  const quantile = fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1);

  test('lies in the bucket of the observation of that rank', () => {
    fc.assert(
      fc.property(observations, quantile, (all, q) => {
        const [lower, upper] = bucketByHand(all, q);
        const found = quantileOf(bucketsOf(all), q);
        if (upper === Number.POSITIVE_INFINITY) {
          expect(found).toEqual({ kind: 'at-least', value: 2.5 });
          return;
        }
        expect(found.kind).toBe('value');
        const { value } = found as { value: number };
        expect(value).toBeGreaterThan(lower);
        expect(value).toBeLessThanOrEqual(upper);
      }),
    );
  });

  test('of evenly spread observations is where it should be', () => {
    const even = Array.from({ length: 10_000 }, (_, index) => (index + 1) / 10_000);
    for (const q of [0.5, 0.9, 0.95, 0.99]) {
      expect(quantileOf(bucketsOf(even), q)).toEqual({ kind: 'value', value: expect.closeTo(q, 6) });
    }
  });

  test('never falls when asked for more', () => {
    fc.assert(
      fc.property(
        observations,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (all, a, b) => {
          const of = (q: number) => (quantileOf(bucketsOf(all), q) as { value: number }).value;
          expect(of(Math.min(a, b))).toBeLessThanOrEqual(of(Math.max(a, b)));
        },
      ),
    );
  });

  test('does not mind the order of buckets, nor one that was caught half-way', () => {
    const buckets = bucketsOf([0.2, 0.3, 0.4, 0.7]);
    expect(quantileOf(buckets.toReversed(), 0.5)).toEqual(quantileOf(buckets, 0.5));
    const caught = [
      { le: 1, count: 10 },
      { le: 2, count: 9 },
      { le: Number.POSITIVE_INFINITY, count: 10 },
    ];
    expect(quantileOf(caught, 0.95)).toEqual({ kind: 'value', value: 0.95 });
  });

  test('known figures: p95 of 100 requests', () => {
    const buckets = [
      { le: 0.5, count: 90 },
      { le: 1, count: 100 },
      { le: Number.POSITIVE_INFINITY, count: 100 },
    ];
    expect(quantileOf(buckets, 0.95)).toEqual({ kind: 'value', value: 0.75 });
  });

  test.each([
    ['no +Inf bucket', [{ le: 1, count: 3 }]],
    ['no finite bucket', [{ le: Number.POSITIVE_INFINITY, count: 3 }]],
    ['nothing was counted', bucketsOf([])],
    ['no +Inf bucket', []],
  ])('has no value: %s', (why, buckets) => {
    expect(quantileOf(buckets, 0.95)).toEqual({ kind: 'none', why: expect.stringContaining(why) });
  });
});
