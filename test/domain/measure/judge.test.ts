import { describe, expect, test } from 'vitest';
import { judge } from '#src/domain/measure/judge.ts';
import type { SampleOutcome, Verdict } from '#src/domain/measure/reading.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { above, metric, probe, sample, value } from './metrics.ts';

const SAMPLED: Partial<Metric> = { minSamples: { source: metric().source, min: 50 } };
const BANDED: Partial<Metric> = { pass: { below: 0.005, text: '0.5%' } };
const BELOW = { condition: { kind: 'below', value: 0.99, text: '99%' }, forMs: null, action: 'pause' } as const;
const error = (detail: string): SampleOutcome => ({ kind: 'error', silent: false, detail });
const answer = (ok: boolean, detail: string): SampleOutcome => ({ kind: 'probe', ok, silent: false, detail });

const TABLE: readonly [string, Metric, SampleOutcome, Verdict, string][] = [
  ['over the limit', metric(), value(0.014, 4812), 'fail', 'error rate 1.4 % > 1 %, 4,812 requests'],
  ['equal to the limit', metric(), value(0.01), 'pass', 'error rate 1 %, limit 1 %'],
  ['barely over the limit', metric(), value(0.010001), 'fail', 'error rate 1.0001 % > 1 %'],
  ['within the limit', metric(), value(0.002, 1), 'pass', 'error rate 0.2 %, limit 1 %, 1 request'],
  ['under a lower limit', metric({ limits: [BELOW] }), value(0.97), 'fail', 'error rate 97 % < 99 %'],
  ['equal to a lower limit', metric({ limits: [BELOW] }), value(0.99), 'pass', 'error rate 99 %, limit 99 %'],
  ['not a number', metric(), value(Number.NaN), 'error', 'error rate could not be measured: the source said NaN'],
  ['infinite', metric(), value(-Infinity), 'error', 'error rate could not be measured: the source said -Infinity'],
  [
    'too few samples',
    metric(SAMPLED),
    value(0.6, 12),
    'inconclusive',
    'error rate 60 % is not judged: 12 of at least 50 requests',
  ],
  ['just enough samples', metric(SAMPLED), value(0.6, 50), 'fail', 'error rate 60 % > 1 %, 50 requests'],
  [
    'samples nobody counted',
    metric(SAMPLED),
    value(0, null),
    'inconclusive',
    'error rate 0 % is not judged: nobody knows how many of at least 50 requests',
  ],
  [
    'in the band between',
    metric(BANDED),
    value(0.007),
    'inconclusive',
    'error rate 0.7 % > 0.5 %: over what passes, not over a limit',
  ],
  ['at the edge of what passes', metric(BANDED), value(0.005), 'pass', 'error rate 0.5 %, limit 1 %'],
  ['beyond band and limit', metric(BANDED), value(0.02), 'fail', 'error rate 2 % > 1 %'],
  ['limits: none', metric({ limits: [] }), value(0.9), 'pass', 'error rate 90 %'],
  [
    'partial',
    metric(),
    error('3 of 4 shards answered'),
    'error',
    'error rate could not be measured: 3 of 4 shards answered',
  ],
  [
    'first of a window',
    metric(),
    { kind: 'warming-up' },
    'warming-up',
    'error rate is warming up: the first reading of its window',
  ],
  ['probe as expected', probe(), answer(true, 'HTTP 200'), 'pass', 'health is fine: HTTP 200'],
  [
    'probe not as expected',
    probe(),
    answer(false, 'HTTP 503, expected 200'),
    'fail',
    'health fails: HTTP 503, expected 200',
  ],
  [
    'probe without an answer',
    probe(),
    { kind: 'probe', ok: false, silent: true, detail: 'no answer' },
    'fail',
    'health fails: no answer',
  ],
];

describe('one reading', () => {
  test.each(TABLE)('%s', (_, of, outcome, verdict, says) => {
    const reading = judge(of, sample(outcome, { metric: of.name }));
    expect(reading).toMatchObject({ metric: of.name, verdict, says });
  });

  test('what was not measured has no value', () => {
    expect(judge(metric(), sample(error('HTTP 500'))).value).toBeNull();
    expect(judge(metric(), sample(value(Number.POSITIVE_INFINITY))).value).toBeNull();
  });

  test('of several limits the sentence names the strongest that is exceeded', () => {
    const limits = [above(0.01), above(0.02, { action: 'rollback' }), above(0.5, { action: 'rollback' })];
    expect(judge(metric({ limits }), sample(value(0.03))).says).toBe('error rate 3 % > 2 %');
  });

  test('limits of the rollback are judged as if they were its own', () => {
    expect(judge(metric({ limits: [] }), sample(value(0.03)), [above(0.02)]).verdict).toBe('fail');
  });

  test('a limit that comes from a budget says so', () => {
    const limits = [{ ...above(600), condition: { kind: 'above', value: 600, text: 'budget x 1.2' } as const }];
    const p95 = metric({ name: 'p95', title: 'p95', unit: 's', limits });
    expect(judge(p95, sample(value(1240, 17), { metric: 'p95' })).says).toBe(
      'p95 1.24 s > 600 ms (budget x 1.2), 17 requests',
    );
  });
});
