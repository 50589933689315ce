import { z } from 'zod';
import { helpFor } from './key-help.ts';
import type { Kind } from './parse-file.ts';
import { Drill } from './schema/drill.ts';
import { Incident } from './schema/incident.ts';
import { Product } from './schema/product.ts';
import { Release } from './schema/release.ts';

const SCHEMAS: { readonly [kind in Kind]: z.ZodType } = {
  product: Product,
  release: Release,
  incident: Incident,
  drill: Drill,
};
const CHOICE = { $ref: '#/$defs/choice' };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonMap = { [key: string]: Json };

/**
 * The JSON Schema editors use for a kind of file: file name -> text, as committed under `runbooks/schema/`. What only
 * `lint` can judge (names, units, what a choice holds) is left to it.
 */
export function jsonSchemas(): { readonly [file: string]: string } {
  const files = Object.entries(SCHEMAS).map(([kind, schema]) => [
    `${kind}.json`,
    `${JSON.stringify(jsonSchema(kind, schema), null, 1)}\n`,
  ]);
  return Object.fromEntries(files);
}

function jsonSchema(kind: string, schema: z.ZodType): JsonMap {
  const made = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'ref' }) as JsonMap;
  const { $schema, $defs, ...root } = made;
  const defs = Object.fromEntries(
    Object.entries(($defs as JsonMap | undefined) ?? {}).map(([name, one]) => [name, withChoices(one as Json)]),
  );
  return {
    $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema',
    title: `gonogo ${kind}`,
    ...(withChoices(root) as JsonMap),
    $defs: { ...defs, choice: choiceSchema() },
  };
}

/** `{ byType: ... }` may stand in the place of any value below the top level's kind and title. */
function withChoices(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withChoices);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: JsonMap = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties')
      copy[key] = mapValues(value as JsonMap, (one, name) => ({
        ...((name === 'kind' ? one : orChoice(withChoices(one))) as JsonMap),
        ...helped(Object.keys(value as JsonMap), name),
      }));
    else if (key === 'items' || key === 'additionalProperties')
      copy[key] = typeof value === 'object' ? orChoice(withChoices(value)) : value;
    else copy[key] = withChoices(value);
  }
  return copy;
}

function helped(keys: readonly string[], key: string): JsonMap {
  const description = helpFor(keys, key);
  return description === undefined ? {} : { description };
}

function orChoice(schema: Json): Json {
  return { anyOf: [schema, { ...CHOICE }] };
}

function choiceSchema(): JsonMap {
  const branches = { type: 'object', minProperties: 1 };
  return {
    type: 'object',
    properties: { byType: branches, byStrategy: branches, byEnvironment: branches },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  };
}

function mapValues(map: JsonMap, of: (value: Json, key: string) => Json): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, of(value, key)]));
}
