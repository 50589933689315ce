import type { Condition, Limit, LimitAction, Metric } from '#src/domain/runbook/model/metric.ts';
import type { Reading, Sample, Verdict } from './reading.ts';
import { sayComparison, saySamples, sayValue } from './say.ts';

/** Weakest first; the strongest that holds wins. */
export const ACTIONS = ['warn', 'incident', 'pause', 'ask-rollback', 'rollback'] as const satisfies LimitAction[];

/**
 * The verdict on one sample and a sentence with the numbers. `limits` are those to judge by: the metric's own, and
 * where a run's rollback names the metric, those too. Only over or under a limit fails; equal to it does not.
 */
export function judge(metric: Metric, sample: Sample, limits: readonly Limit[] = metric.limits): Reading {
  const { verdict, says } = judgeOutcome(metric, sample, limits);
  const measured = sample.kind === 'value' && Number.isFinite(sample.value);
  return {
    metric: sample.metric,
    at: sample.at,
    latencyMs: sample.latencyMs,
    query: sample.query,
    verdict,
    value: measured ? sample.value : null,
    samples: sample.kind === 'value' ? sample.samples : null,
    says: `${metric.title} ${says}`,
    ...(isSilent(sample) && { silent: true }),
  };
}

/** Nobody answered at all. */
export function isSilent(sample: Sample): boolean {
  return (sample.kind === 'error' || sample.kind === 'probe') && sample.silent;
}

/** Is the value beyond the limit? Strict: equal is not beyond. Conditions without a value of their own answer false. */
export function exceeds(condition: Condition, value: number): boolean {
  if (condition.kind === 'above') return value > condition.value;
  if (condition.kind === 'below') return value < condition.value;
  return false;
}

type Judgement = { readonly verdict: Verdict; readonly says: string };

function judgeOutcome(metric: Metric, sample: Sample, limits: readonly Limit[]): Judgement {
  switch (sample.kind) {
    case 'warming-up':
      return { verdict: 'warming-up', says: 'is warming up: the first reading of its window' };
    case 'error': {
      const few = typeof sample.samples === 'number' ? tooFew(metric, sample.samples) : null;
      if (few) return { verdict: 'inconclusive', says: `has no value: ${few}` };
      return { verdict: 'error', says: `could not be measured: ${sample.detail}` };
    }
    case 'probe':
      return sample.ok
        ? { verdict: 'pass', says: `is fine: ${sample.detail}` }
        : { verdict: 'fail', says: `fails: ${sample.detail}` };
    case 'value':
      return judgeValue(metric, sample, limits);
  }
}

function judgeValue(
  metric: Metric,
  { value, samples }: { readonly value: number; readonly samples: number | null },
  limits: readonly Limit[],
): Judgement {
  if (!Number.isFinite(value)) return { verdict: 'error', says: `could not be measured: the source said ${value}` };
  const few = tooFew(metric, samples);
  if (few) return { verdict: 'inconclusive', says: `${sayValue(metric, value)} is not judged: ${few}` };
  const over = strongest(limits.filter(limit => exceeds(limit.condition, value)));
  if (over) return { verdict: 'fail', says: `${sayAgainst(metric, value, over.condition)}${saySamples(samples)}` };
  if (metric.pass && value > metric.pass.below) {
    const says = `${sayComparison(metric, value, metric.pass.below)}: over what passes, not over a limit`;
    return { verdict: 'inconclusive', says: `${says}${saySamples(samples)}` };
  }
  return { verdict: 'pass', says: `${sayWithin(metric, value, limits)}${saySamples(samples)}` };
}

/** Why there are too few samples to judge; null: there are enough, or nobody asked. */
function tooFew(metric: Metric, samples: number | null): string | null {
  if (!metric.minSamples) return null;
  const wanted = `of at least ${metric.minSamples.min} requests`;
  if (samples === null) return `nobody knows how many ${wanted}`;
  return samples < metric.minSamples.min ? `${samples} ${wanted}` : null;
}

/** `1.4 % > 1 %`; `700 ms > 600 ms (budget x 1.2)` where the limit was not written as a plain value. */
export function sayAgainst(metric: Metric, value: number, condition: Condition): string {
  if (condition.kind !== 'above' && condition.kind !== 'below') return sayValue(metric, value);
  const origin = condition.text.includes('budget') ? ` (${condition.text})` : '';
  return `${sayComparison(metric, value, condition.value)}${origin}`;
}

/** `0.2 %, limit 1 %`: the nearest limit, so that one sees how much room is left. */
function sayWithin(metric: Metric, value: number, limits: readonly Limit[]): string {
  const bounds = limits.flatMap(({ condition }) =>
    condition.kind === 'above' || condition.kind === 'below' ? [condition.value] : [],
  );
  const nearest = bounds.toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value))[0];
  return nearest === undefined
    ? sayValue(metric, value)
    : `${sayValue(metric, value)}, limit ${sayValue(metric, nearest)}`;
}

function strongest(limits: readonly Limit[]): Limit | undefined {
  return limits.toSorted((a, b) => ACTIONS.indexOf(b.action) - ACTIONS.indexOf(a.action))[0];
}
