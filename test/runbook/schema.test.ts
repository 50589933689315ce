import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { jsonSchemas } from '#src/runbook/json-schema.ts';
import { HELPED } from '#src/runbook/key-help.ts';
import { fixture, shipped } from './support.ts';

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

test('an editor says what a key does where it offers it, and nothing is explained that is not there', () => {
  const made = Object.values(jsonSchemas()).map(text => JSON.parse(text) as object);
  const maps = made.flatMap(mapsIn);
  for (const { mark, key } of HELPED) {
    const of = maps.filter(properties => mark in properties && key in properties);
    expect(of.length, `${key} beside ${mark}`).toBeGreaterThan(0);
  }
  for (const properties of maps.filter(one => 'kind' in one || 'undoes' in one || 'touches' in one))
    for (const [key, value] of Object.entries(properties))
      expect(JSON.stringify(value), key).toContain('"description"');
});

type Properties = { readonly [key: string]: unknown };

/** The keys of every map a JSON Schema knows. */
function mapsIn(schema: unknown): readonly Properties[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && !Array.isArray(schema) ? [schema.properties as Properties] : [];
  return [...own, ...Object.values(schema).flatMap(mapsIn)];
}

test('a JSON Schema accepts what is shipped and the whole example product, and sees a wrong key', () => {
  const made = jsonSchemas();
  for (const { path, text, policy } of [...shipped('valero'), ...fixture('bookshop')]) {
    if (policy) continue;
    const read = parse(text) as { kind: string };
    const schema = z.fromJSONSchema(JSON.parse(made[`${read.kind}.json`] ?? '') as z.core.JSONSchema.JSONSchema);
    expect(schema.safeParse(read).success, path).toBe(true);
    expect(schema.safeParse({ ...read, titel: 'x' }).success, path).toBe(false);
  }
});
