import type { Reading, Sample, SampleOutcome } from '#src/domain/measure/reading.ts';
import type { Condition, Limit, Metric } from '#src/domain/runbook/model/metric.ts';

/** The metrics of these tests: an error rate over 1 %, unless a test says otherwise. */
export function metric(change: Partial<Metric> = {}): Metric {
  return {
    name: 'error-rate',
    title: 'error rate',
    source: { kind: 'json', url: 'http://kpi:8070/realtime', pointer: '/error_rate', headers: {} },
    unit: 'ratio',
    intervalMs: 15_000,
    minSamples: null,
    pass: null,
    limits: [above(0.01)],
    shadow: false,
    consecutiveErrorLimit: 4,
    inconclusiveLimit: 8,
    noData: null,
    ...change,
  };
}

export function probe(change: Partial<Metric> = {}): Metric {
  return metric({
    name: 'health',
    title: 'health',
    source: {
      kind: 'probe',
      urls: ['http://shop:8080/health'],
      mode: 'all',
      headers: {},
      expect: { status: 200, pointers: {} },
    },
    unit: 'count',
    limits: [{ condition: { kind: 'failures', count: 1 }, forMs: null, action: 'rollback' }],
    ...change,
  });
}

export function above(value: number, change: Partial<Limit> = {}): Limit {
  const condition: Condition = { kind: 'above', value, text: `${value}` };
  return { condition, forMs: null, action: 'pause', ...change };
}

export function sample(outcome: SampleOutcome, of: { metric?: string; at?: number } = {}): Sample {
  return { metric: of.metric ?? 'error-rate', at: of.at ?? 0, latencyMs: 12, query: 'GET http://kpi', ...outcome };
}

export function value(amount: number, samples: number | null = null): SampleOutcome {
  return { kind: 'value', value: amount, samples };
}

/** A reading as judged, for folds. */
export function reading(change: Partial<Reading>): Reading {
  return {
    metric: 'error-rate',
    at: 0,
    latencyMs: 12,
    query: 'GET http://kpi',
    verdict: 'pass',
    value: 0,
    samples: null,
    says: 'error rate 0 %, limit 1 %',
    ...change,
  };
}
