import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalCents } from '../../documents/total.js';

test('a total is rounded per line', () => {
  assert.equal(
    totalCents([
      { amount: 1.5, priceCents: 333 },
      { amount: 2, priceCents: 50 },
    ]),
    600,
  );
});
