import { SECOND, sayDuration } from '#src/base/time.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';

/** A value in its base unit as people say it: `1.4 %`, `135 ms`, `1.24 s`, `4,812`, `71.5 °C`, `3 h 12 min`. */
export function sayValue(metric: Pick<Metric, 'unit'>, value: number, extraDigits = 0): string {
  if (!Number.isFinite(value)) return String(value);
  switch (metric.unit) {
    case 's':
    case 'ms':
      return Math.abs(value) < SECOND
        ? `${sayNumber(value, extraDigits)} ms`
        : `${sayNumber(value / SECOND, extraDigits)} s`;
    case 'ratio':
    case 'percent':
      return `${sayNumber(value * 100, extraDigits)} %`;
    case 'count':
      return sayNumber(value, extraDigits);
    case '°C':
      return `${sayNumber(value, extraDigits)} °C`;
    case 'age':
      return extraDigits === 0 ? sayDuration(value) : `${sayNumber(value, extraDigits)} ms`;
  }
}

/** `1.4 % > 1 %`. Shows as many digits as it takes to tell the two apart: nobody believes `1 % > 1 %`. */
export function sayComparison(metric: Pick<Metric, 'unit'>, value: number, limit: number): string {
  const sign = value > limit ? '>' : value < limit ? '<' : '=';
  for (let extra = 0; extra < EXTRA_DIGITS_MAX; extra += 1) {
    const [left, right] = [sayValue(metric, value, extra), sayValue(metric, limit, extra)];
    if (sign === '=' || left !== right) return `${left} ${sign} ${sayValue(metric, limit)}`;
  }
  return `${value} ${sign} ${limit}`;
}

/** `4,812 requests`, with the comma before it; empty where the number is not known. */
export function saySamples(samples: number | null): string {
  if (samples === null) return '';
  return `, ${sayNumber(samples)} ${samples === 1 ? 'request' : 'requests'}`;
}

const EXTRA_DIGITS_MAX = 10;

/** One for each number of digits: making one takes longer than everything else a sweep does. */
const FORMATS = Array.from(
  { length: 16 },
  (_, digits) => new Intl.NumberFormat('en-US', { maximumFractionDigits: digits }),
);

/** Three digits that count, and all of a whole number: 0.0142, 1.4, 135, 4,812. */
function sayNumber(value: number, extraDigits = 0): string {
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const digits = Math.min(15, Math.max(0, 2 - magnitude) + extraDigits);
  return FORMATS[digits]?.format(value) ?? String(value);
}
