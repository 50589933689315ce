import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

test('every migration can be taken back', () => {
  for (const file of readdirSync('migrations')) {
    assert.match(readFileSync(`migrations/${file}`, 'utf8'), /^-- down$/m, file);
  }
});
