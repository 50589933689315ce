import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonSchemas } from '#src/runbook/json-schema.ts';
import { HELPED } from '#src/runbook/key-help.ts';
import { fixture, shipped } from './support.ts';
import { told } from './validator.ts';

const RUNBOOKS = join(import.meta.dirname, '../../runbooks');
const FOLDER = join(RUNBOOKS, 'schema');
const SHIPPED = readdirSync(RUNBOOKS).filter(name => name !== 'schema');

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
      if (value !== true) expect(JSON.stringify(value), key).toContain('"description"');
});

type Properties = { readonly [key: string]: unknown };

/** The keys of every map a JSON Schema knows. */
function mapsIn(schema: unknown): readonly Properties[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && !Array.isArray(schema) ? [schema.properties as Properties] : [];
  return [...own, ...Object.values(schema).flatMap(mapsIn)];
}

test('a JSON Schema accepts what is shipped and the whole example product, and sees a wrong key', () => {
  for (const { path, text, policy } of [...SHIPPED.flatMap(shipped), ...fixture('bookshop'), ...fixture('shop')]) {
    if (policy) continue;
    expect(told(text), path).toEqual([]);
    expect(told(`${text}\ntitel: x\n`), path).toHaveLength(1);
  }
});
