import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '#src/runbook/json-schema.ts';

const FOLDER = join(import.meta.dirname, '../../runbooks/schema');

test('the JSON Schemas for editors are those the schemas of the language make; `npm run schema` writes them', () => {
  const made = jsonSchemas();
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(made).sort());
  for (const [file, text] of Object.entries(made))
    expect(readFileSync(join(FOLDER, file), 'utf8') === text, file).toBe(true);
});

test('a JSON Schema names every verb, so that an editor can offer it', () => {
  const text = jsonSchemas()['release.json'] ?? '';
  for (const verb of ['note', 'approve', 'shift', 'release-notes', 'annotate']) expect(text).toContain(`"${verb}": {`);
});
