import { z } from 'zod';
import { helpFor } from './key-help.ts';
import type { Kind } from './parse-file.ts';
import { Drill } from './schema/drill.ts';
import { Incident } from './schema/incident.ts';
import { Product } from './schema/product.ts';
import { Release } from './schema/release.ts';
import { behind, type Json, type JsonMap, judged, toldApart } from './told-apart.ts';

const SCHEMAS: { readonly [kind in Kind]: z.ZodType } = {
  product: Product,
  release: Release,
  incident: Incident,
  drill: Drill,
};
const CHOICES = ['byType', 'byStrategy', 'byEnvironment'];

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
  const named = ($defs ?? {}) as JsonMap;
  const ready = (one: Json) => withChoices(toldApart(one, named), named);
  return {
    $schema: $schema ?? 'https://json-schema.org/draft/2020-12/schema',
    title: `gonogo ${kind}`,
    ...(ready(root) as JsonMap),
    $defs: { ...mapValues(named, ready), choice: choiceSchema(), isChoice: isChoiceSchema() },
  };
}

/** `{ byType: ... }` may stand in the place of any value below the top level's kind and title. */
function withChoices(schema: Json, defs: JsonMap): Json {
  const inner = (one: Json) => withChoices(one, defs);
  if (Array.isArray(schema)) return schema.map(inner);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy: JsonMap = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties')
      copy[key] = mapValues(value as JsonMap, (one, name) =>
        typeof one === 'boolean'
          ? one
          : {
              ...((name === 'kind' ? one : orChoice(inner(one), defs)) as JsonMap),
              ...helped(Object.keys(value as JsonMap), name),
            },
      );
    else if (key === 'items' || key === 'additionalProperties')
      copy[key] = typeof value === 'object' ? orChoice(inner(value), defs) : value;
    else copy[key] = inner(value);
  }
  return withKnownKeys(copy);
}

/** Editors say only that a key is not allowed; where nothing is required, one message can say which are. */
function withKnownKeys(schema: JsonMap): JsonMap {
  const { properties, additionalProperties, required, errorMessage } = schema;
  if (additionalProperties !== false || required || errorMessage) return schema;
  return { ...schema, errorMessage: `no such key here; known are ${Object.keys(properties as JsonMap).join(', ')}` };
}

function helped(keys: readonly string[], key: string): JsonMap {
  const description = helpFor(keys, key);
  return description === undefined ? {} : { description };
}

/** A value is a choice or judged as what it is, so that a mistake in it is told once. */
function orChoice(schema: Json, defs: JsonMap): Json {
  if (JSON.stringify(schema) === '{}') return {};
  const examples = wordsOf(behind(schema, defs));
  const chosen = judged({ $ref: '#/$defs/isChoice' }, { $ref: '#/$defs/choice' }, schema);
  return examples ? { ...chosen, examples } : chosen;
}

/** Editors offer what stands in `examples`; into a branch they do not look for values. */
function wordsOf(schema: JsonMap): Json[] | undefined {
  if (Array.isArray(schema['enum'])) return schema['enum'];
  if ('const' in schema) return [schema['const'] ?? null];
  return schema['type'] === 'boolean' ? [true, false] : undefined;
}

function isChoiceSchema(): JsonMap {
  return { type: 'object', anyOf: CHOICES.map(key => ({ required: [key] })) };
}

function choiceSchema(): JsonMap {
  const branches = { type: 'object', minProperties: 1 };
  return {
    type: 'object',
    properties: Object.fromEntries(CHOICES.map(key => [key, branches])),
    maxProperties: 1,
    additionalProperties: false,
  };
}

function mapValues(map: JsonMap, of: (value: Json, key: string) => Json): JsonMap {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, of(value, key)]));
}
