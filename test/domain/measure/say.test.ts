import { expect, test } from 'vitest';
import { sayComparison, sayValue } from '#src/domain/measure/say.ts';
import type { Unit } from '#src/domain/runbook/model/metric.ts';

test.each<[Unit, number, string]>([
  ['ratio', 0.014, '1.4 %'],
  ['percent', 0.014, '1.4 %'],
  ['ratio', 0.0000123, '0.00123 %'],
  ['ms', 135, '135 ms'],
  ['s', 135, '135 ms'],
  ['s', 1_240, '1.24 s'],
  ['ms', 90_000, '90 s'],
  ['count', 12, '12'],
  ['count', 4_812, '4,812'],
  ['count', 0, '0'],
  ['°C', 71.53, '71.5 °C'],
  ['age', 11_520_000, '3 h 12 min'],
])('%s %d is said as %s', (unit, value, said) => {
  expect(sayValue({ unit }, value)).toBe(said);
});

test('a comparison shows as many digits as tell the two apart', () => {
  expect(sayComparison({ unit: 'ratio' }, 0.01000004, 0.01)).toBe('1.000004 % > 1 %');
  expect(sayComparison({ unit: 'age' }, 86_400_001, 86_400_000)).toBe('86,400,001 ms > 1 d');
  expect(sayComparison({ unit: 'count' }, 1 + Number.EPSILON, 1)).toBe('1.0000000000000002 > 1');
});
