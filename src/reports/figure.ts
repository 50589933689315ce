import type { Unit } from '#src/domain/runbook/model/metric.ts';

/** Digits that are a metric's; beyond them stands what a computer makes of 0.1. */
const DIGITS = 12;

/** A value as records carry it: ratios in percent, times in ms. Null stays null; what is no number becomes null. */
export function figure(unit: Unit, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  return Number((isShare(unit) ? value * 100 : value).toPrecision(DIGITS));
}

export function figureUnit(unit: Unit): string {
  if (isShare(unit)) return 'percent';
  return isTime(unit) ? 'ms' : unit;
}

export function isTime(unit: Unit): boolean {
  return unit === 's' || unit === 'ms' || unit === 'age';
}

function isShare(unit: Unit): boolean {
  return unit === 'ratio' || unit === 'percent';
}
