import type { ComparedFacts } from './facts.ts';
import { figure, figureUnit } from './figure.ts';

const HEAD = ['metric', 'unit', 'before', 'after', 'change_percent', 'limit', 'outcome', 'sentence'];

/** A spreadsheet would run a text that begins so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** Before and after of each metric as CSV (RFC 4180, UTF-8, one line a metric). Percent for ratios, ms for times. */
export function kpiCsv(rows: readonly ComparedFacts[]): string {
  const lines = rows.map(row => [
    row.metric,
    figureUnit(row.unit),
    figure(row.unit, row.before),
    figure(row.unit, row.after),
    change(row),
    figure(row.unit, row.limit),
    row.outcome,
    row.says,
  ]);
  return [HEAD, ...lines].map(line => `${line.map(cell).join(',')}\r\n`).join('');
}

/** To one decimal; empty where there is nothing to measure it against. */
function change({ before, after }: ComparedFacts): number | null {
  if (before === null || after === null || before === 0) return null;
  return Math.round(((after - before) / Math.abs(before)) * 1000) / 10;
}

/** Numbers stay numbers, also negative ones; an apostrophe keeps a text a text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
