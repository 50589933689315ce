import { describe, expect, test } from 'vitest';
import { compare } from '#src/domain/measure/compare.ts';
import { summarize, summarizeAll } from '#src/domain/measure/summarize.ts';
import type { CompareLimit } from '#src/domain/runbook/model/step.ts';
import { metric } from './metrics.ts';

const P95 = { title: 'p95', unit: 's' } as const;
const TENTH: CompareLimit = { max: { kind: 'relative', value: 0.1, text: '+10%' }, floor: null };
const NONE: CompareLimit = {
  max: { kind: 'relative', value: 0, text: '+0%' },
  floor: { value: 0.001, text: '0.1%' },
};
const FIVE: CompareLimit = { max: { kind: 'absolute', value: 5, text: '+5ms' }, floor: null };

function one(limit: CompareLimit, before: number | null, after: number | null) {
  return compare({ before: { p95: before }, after: { p95: after }, limits: { p95: limit }, metrics: { p95: P95 } });
}

describe('before and after', () => {
  test.each([
    ['better', TENTH, 180, 135, 'pass'],
    ['equal to the limit', TENTH, 100, 110, 'pass'],
    ['equal but for rounding', TENTH, 4.1, 4.51, 'pass'],
    ['over the limit', TENTH, 100, 110.1, 'fail'],
    ['unchanged with +0%', NONE, 0.004, 0.004, 'pass'],
    ['below the floor, whatever it was', NONE, 0, 0.0009, 'pass'],
    ['above the floor', NONE, 0, 0.0011, 'fail'],
    ['[V17] nothing before, nothing after', TENTH, 0, 0, 'pass'],
    ['nothing before, something after', TENTH, 0, 0.001, 'fail'],
    ['by an absolute amount', FIVE, 0, 5, 'pass'],
    ['over an absolute amount', FIVE, 100, 106, 'fail'],
    ['below zero, where a tenth is still upwards', TENTH, -10, -9, 'pass'],
    ['no value before', TENTH, null, 100, 'error'],
    ['no value before, below the floor', NONE, null, 0.0009, 'pass'],
    ['no value before, at the floor', NONE, null, 0.001, 'pass'],
    ['no value before, above the floor', NONE, null, 0.0011, 'error'],
    ['no value after, whatever the floor', NONE, 0, null, 'error'],
    ['not a number after, whatever the floor', NONE, null, Number.NaN, 'error'],
    ['no value after', TENTH, 100, null, 'error'],
    ['not a number', TENTH, 100, Number.NaN, 'error'],
  ] as const)('%s', (_, limit, before, after, outcome) => {
    expect(one(limit, before, after).outcome).toBe(outcome);
  });

  test('the sentence has both figures, the change and what is allowed', () => {
    expect(one(TENTH, 180, 135).says).toBe('p95 180 ms -> 135 ms (-25 %), allowed +10%');
    expect(one(NONE, 0, 0.0009).says).toContain('at most 0.1% is always fine');
    expect(one(TENTH, null, 1).says).toBe('p95 cannot be compared: no value before');
    expect(one(NONE, null, 0.0009).says).toBe('p95 0.0009 ms (no value before), at most 0.1% is always fine');
    expect(one(NONE, null, 2).says).toBe('p95 cannot be compared: no value before, and 2 ms is above 0.1%');
    expect(one(NONE, null, null).says).toBe('p95 cannot be compared: no value after');
  });

  test('a failure weighs more than a missing value, and nothing compared is no pass', () => {
    const limits = { p95: TENTH, lag: TENTH };
    const compared = compare({ before: { p95: 1 }, after: { p95: 2 }, limits, metrics: { p95: P95 } });
    expect(compared.outcome).toBe('fail');
    expect(compared.rows.map(row => row.outcome)).toEqual(['fail', 'error']);
    expect(compare({ before: {}, after: {}, limits: {}, metrics: {} }).outcome).toBe('error');
  });
});

describe('a snapshot', () => {
  const measured = (...values: readonly (number | null)[]) =>
    values.map((value, index) => ({ at: index * 1000, value, samples: null }));

  test('takes the median, so that one odd reading does not raise the yardstick', () => {
    const p95 = metric({ unit: 's' });
    expect(summarize(p95, measured(100, 9000, 120))).toEqual({ value: 120, readings: 3, from: 0, to: 2000 });
    expect(summarize(p95, measured(100, null, 120)).value).toBe(110);
  });

  test('weighs a ratio by its samples, so that bursts are not hidden by quiet readings', () => {
    const readings = [
      { at: 0, value: 0, samples: 900 },
      { at: 1, value: 0, samples: 0 },
      { at: 2, value: 0.1, samples: 100 },
    ];
    expect(summarize(metric(), readings).value).toBeCloseTo(0.01, 12);
    expect(summarize(metric(), measured(0, 0, 0.03)).value).toBeCloseTo(0.01, 12);
  });

  test('leaves out readings with too few samples, and has no value without any', () => {
    const sampled = metric({ minSamples: { source: metric().source, min: 50 } });
    expect(summarize(sampled, [{ at: 0, value: 1, samples: 3 }])).toMatchObject({
      value: null,
      readings: 0,
      from: null,
    });
    expect(summarizeAll([sampled], {})).toMatchObject({ 'error-rate': { value: null } });
  });
});
