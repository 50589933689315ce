import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentNumber } from '../../documents/number.js';
import { totalCents } from '../../documents/total.js';

test('a delivery note gets a number and a total', () => {
  const note = { number: documentNumber(2026, 7), total: totalCents([{ amount: 3, priceCents: 199 }]) };
  assert.deepEqual(note, { number: 'D-2026-000007', total: 597 });
});
