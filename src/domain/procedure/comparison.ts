import type { Instant } from '#src/base/time.ts';
import { MINUTE } from '#src/base/time.ts';
import type { EventData, NewFact } from '#src/domain/events.ts';
import { fact } from '#src/domain/fact.ts';
import { compare } from '#src/domain/measure/compare.ts';
import { summarizeAll } from '#src/domain/measure/summarize.ts';
import { inEnvironment, PRODUCTION } from '#src/domain/runbook/environment.ts';
import { environmentOf } from './scope.ts';
import type { AnyStep } from './sections.ts';
import { findStep } from './sections.ts';
import type { RecentValue, Run, StepState } from './state.ts';

/** Without a snapshot that says how long, "after" is the last quarter of an hour. */
const AFTER_MS = 15 * MINUTE;

/** One odd reading is no stretch. */
const READINGS_MIN = 3;

/**
 * Compares the figures after with those of a snapshot. "After" is the last stretch of the run's own watches over the same
 * environment, as long as the snapshot was and since users were moved last: the readings the gates were judged by, summed
 * up the same way.
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
  const environment = environmentOf(run, { step: step.id });
  const since = Math.max(now - overMs, ...run.waves.map(wave => (wave.shiftedAt ?? -1) + 1));
  const product = inEnvironment(run.runbook.product, environment);
  const metrics = names.flatMap(name => product.metrics[name] ?? []);
  const after = summarizeAll(
    metrics,
    Object.fromEntries(names.map(name => [name, lastValues(run, name, { environment, since })])),
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

/** What the watches of an environment measured since then, snapshots apart; nothing where it is too little to judge by. */
function lastValues(
  run: Run,
  metric: string,
  { environment, since }: { readonly environment: string; readonly since: Instant },
): readonly RecentValue[] {
  const watches = Object.entries(run.watches).filter(
    ([id, { kind }]) => kind !== 'snapshot' && environmentWatched(run, id) === environment,
  );
  const values = watches.map(([, watch]) => (watch.recent[metric] ?? []).filter(one => one.at >= since));
  const most = values.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return most.length < READINGS_MIN ? [] : most;
}

/** A watch is named after its phase or its step; the one over the rollback's conditions is of production. */
function environmentWatched(run: Run, id: string): string {
  const phases = run.kind === 'incident' ? [] : run.runbook.phases;
  const phase = phases.find(one => one.id === id);
  return environmentOf(run, phase ? { environment: phase.environment ?? PRODUCTION } : { step: id });
}

function summaryValue(summary: unknown): number | null {
  const value = typeof summary === 'object' && summary !== null ? (summary as { value?: unknown }).value : null;
  return typeof value === 'number' ? value : null;
}
