import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

test('the prompt asks for claims', () => {
  assert.match(readFileSync('prompts/extract.md', 'utf8'), /claims/);
});
