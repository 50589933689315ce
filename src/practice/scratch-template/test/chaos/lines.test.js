import assert from 'node:assert/strict';
import { test } from 'node:test';
import { totalCents } from '../../documents/total.js';

test('a document whose lines were lost has no total of its own', () => assert.equal(totalCents([]), 0));
