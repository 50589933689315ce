import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentNumber } from '../../documents/number.js';

test('a hundred thousand documents get numbers of their own', () => {
  const numbers = new Set(Array.from({ length: 100_000 }, (_, count) => documentNumber(2026, count)));
  assert.equal(numbers.size, 100_000);
});
