import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import type { EventData, NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { compare } from '#src/domain/measure/compare.ts';
import { summarizeAll } from '#src/domain/measure/summarize.ts';
import { inEnvironment } from '#src/domain/runbook/environment.ts';
import { environmentOf } from './scope.ts';
import type { AnyStep } from './sections.ts';
import { findStep } from './sections.ts';
import type { RecentValue, Run, StepState } from './state.ts';

/** Without a snapshot that says how long, "after" is the last quarter of an hour. */
const AFTER_MS = 15 * MINUTE;

/**
 * Compares the figures after with those of a snapshot. "After" is the last stretch of the run's own watches, as long as
 * the snapshot was: the same readings the gates were judged by, summed up the same way.
 */
export function inCompare(run: Run, step: AnyStep & { verb: 'compare' }, state: StepState, now: Instant): NewFact {
  const made = run.comparisons[step.id];
  if (made === undefined || made.attempt !== state.attempt) return comparisonMade(run, step, state, now);
  if (made.passed)
    return fact('step.finished', { step: step.id, attempt: state.attempt, outputs: {}, says: made.says, rule: null });
  // A value that is missing on either side is no worse figure, only none.
  const unknown = !made.rows.some(row => (row as { outcome?: unknown } | null)?.outcome === 'fail');
  return fact('step.failed', { step: step.id, attempt: state.attempt, says: made.says, detail: null, unknown });
}

function comparisonMade(run: Run, step: AnyStep & { verb: 'compare' }, state: StepState, now: Instant): NewFact {
  const snapshot = findStep(run, step.with);
  const overMs = snapshot?.verb === 'snapshot' ? snapshot.overMs : AFTER_MS;
  const names = Object.keys(step.limits);
  const product = inEnvironment(run.runbook.product, environmentOf(run, { step: step.id }));
  const metrics = names.flatMap(name => product.metrics[name] ?? []);
  const after = summarizeAll(
    metrics,
    Object.fromEntries(names.map(name => [name, lastValues(run, name, now - overMs)])),
  );
  const before = run.snapshots[step.with] ?? {};
  const comparison = compare({
    before: Object.fromEntries(names.map(name => [name, summaryValue(before[name])])),
    after: Object.fromEntries(names.map(name => [name, after[name]?.value ?? null])),
    limits: step.limits,
    metrics: product.metrics,
  });
  const rows = comparison.rows as unknown as EventData<'comparison.made'>['rows'];
  return fact('comparison.made', {
    step: step.id,
    attempt: state.attempt,
    passed: comparison.outcome === 'pass',
    rows,
    says: comparison.says,
  });
}

/** What the run's watches measured since then, snapshots apart. */
function lastValues(run: Run, metric: string, since: Instant): readonly RecentValue[] {
  const watches = Object.values(run.watches).filter(watch => watch.kind !== 'snapshot');
  const values = watches.map(watch => (watch.recent[metric] ?? []).filter(one => one.at >= since));
  return values.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function summaryValue(summary: unknown): number | null {
  const value = typeof summary === 'object' && summary !== null ? (summary as { value?: unknown }).value : null;
  return typeof value === 'number' ? value : null;
}
