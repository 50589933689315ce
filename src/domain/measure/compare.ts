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
 * passes, whatever was before; a baseline of 0 is met by 0 only. A value after that is missing is an error, and so is one
 * before where the floor does not decide: never a pass.
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
  if (!isNumber(before) || !isNumber(after)) return withoutOne(metric, floor, { before, after });
  const limit = before + (max.kind === 'relative' ? Math.abs(before) * max.value : max.value);
  const low = floor !== null && after <= floor.value;
  const passes = low || after <= limit + Math.abs(limit) * ROUNDING;
  const change = `${metric.title} ${sayValue(metric, before)} -> ${sayValue(metric, after)}${sayChange(before, after)}`;
  const allowed = low ? `at most ${floor.text} is always fine` : `allowed ${max.text}`;
  return { before, after, limit, outcome: passes ? 'pass' : 'fail', says: `${change}, ${allowed}` };
}

/** The floor alone decides where only the value before is missing. */
function withoutOne(
  metric: Pick<Metric, 'title' | 'unit'>,
  floor: CompareLimit['floor'],
  { before, after }: { readonly before: number | null; readonly after: number | null },
): Omit<CompareRow, 'metric'> {
  const row = { before, after, limit: null };
  const cannot = `${metric.title} cannot be compared: `;
  if (!isNumber(after))
    return { ...row, outcome: 'error', says: `${cannot}${after === null ? 'no value after' : NO_NUMBER}` };
  const none = before === null ? 'no value before' : NO_NUMBER;
  const now = sayValue(metric, after);
  if (floor === null) return { ...row, outcome: 'error', says: `${cannot}${none}` };
  if (after <= floor.value)
    return { ...row, outcome: 'pass', says: `${metric.title} ${now} (${none}), at most ${floor.text} is always fine` };
  return { ...row, outcome: 'error', says: `${cannot}${none}, and ${now} is above ${floor.text}` };
}

const NO_NUMBER = 'no value that is a number';

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** 0.1 + 10 % is 0.11000000000000001 to a computer; nobody fails a release for that. */
const ROUNDING = 1e-9;

function sayChange(before: number, after: number): string {
  if (before === 0 || before === after) return '';
  const percent = ((after - before) / Math.abs(before)) * 100;
  const said = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, signDisplay: 'always' }).format(percent);
  return ` (${said} %)`;
}
