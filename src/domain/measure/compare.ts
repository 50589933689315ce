import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { CompareLimit } from '#src/domain/runbook/model/step.ts';
import { sayValue } from './say.ts';

export type CompareRow = {
  readonly metric: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Base unit; null where `before` is missing. */
  readonly limit: number | null;
  readonly outcome: 'pass' | 'fail' | 'error';
  readonly says: string;
};

export type Comparison = {
  /** One failed row fails it; else one that could not be compared makes it an error. */
  readonly outcome: 'pass' | 'fail' | 'error';
  readonly rows: readonly CompareRow[];
  readonly says: string;
};

type Values = { readonly [metric: string]: number | null };

/**
 * Judges values after a release against those before, in base units. Equal to the limit passes, at or below the floor
 * passes, a baseline of 0 is met by 0 only; a value that is missing on either side is an error, never a pass.
 */
export function compare(request: {
  readonly before: Values;
  readonly after: Values;
  readonly limits: { readonly [metric: string]: CompareLimit };
  /** For names and units in the sentences. */
  readonly metrics: { readonly [metric: string]: Pick<Metric, 'title' | 'unit'> };
}): Comparison {
  const rows = Object.entries(request.limits).map(([name, limit]) => {
    const metric = request.metrics[name] ?? { title: name, unit: 'count' as const };
    const [before, after] = [request.before[name] ?? null, request.after[name] ?? null];
    return { metric: name, ...compareOne(metric, limit, { before, after }) };
  });
  const has = (outcome: CompareRow['outcome']) => rows.some(row => row.outcome === outcome);
  const outcome = has('fail') ? 'fail' : has('error') || rows.length === 0 ? 'error' : 'pass';
  return { outcome, rows, says: rows.map(row => row.says).join('; ') || 'there was nothing to compare' };
}

function compareOne(
  metric: Pick<Metric, 'title' | 'unit'>,
  { max, floor }: CompareLimit,
  { before, after }: { readonly before: number | null; readonly after: number | null },
): Omit<CompareRow, 'metric'> {
  const missing = before === null ? 'before' : after === null ? 'after' : null;
  if (before === null || after === null || !Number.isFinite(before) || !Number.isFinite(after)) {
    const says = `${metric.title} cannot be compared: no value ${missing ?? 'that is a number'}`;
    return { before, after, limit: null, outcome: 'error', says };
  }
  const limit = before + (max.kind === 'relative' ? Math.abs(before) * max.value : max.value);
  const low = floor !== null && after <= floor.value;
  const passes = low || after <= limit + Math.abs(limit) * ROUNDING;
  const change = `${metric.title} ${sayValue(metric, before)} -> ${sayValue(metric, after)}${sayChange(before, after)}`;
  const allowed = low ? `at most ${floor.text} is always fine` : `allowed ${max.text}`;
  return { before, after, limit, outcome: passes ? 'pass' : 'fail', says: `${change}, ${allowed}` };
}

/** 0.1 + 10 % is 0.11000000000000001 to a computer; nobody fails a release for that. */
const ROUNDING = 1e-9;

function sayChange(before: number, after: number): string {
  if (before === 0 || before === after) return '';
  const percent = ((after - before) / Math.abs(before)) * 100;
  const said = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, signDisplay: 'always' }).format(percent);
  return ` (${said} %)`;
}
