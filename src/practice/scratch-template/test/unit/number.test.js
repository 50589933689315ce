import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentNumber } from '../../documents/number.js';

test('a document number has six digits', () => assert.equal(documentNumber(2026, 42), 'D-2026-000042'));
