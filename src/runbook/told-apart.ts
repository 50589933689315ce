/**
 * JSON Schemas in which one alternative judges a value, and never all of them: of a plain `anyOf` a validator tells what
 * is wrong with one mistyped word as each of thirty verbs. Alternatives are told apart by the kind of value, and maps by
 * the key that one of them has to have and no other knows.
 */

export type Json = null | boolean | number | string | Json[] | JsonMap;
export type JsonMap = { [key: string]: Json };

/** The same schema with every `anyOf` told apart. What `$ref` names is looked up in `defs`. */
export function toldApart(schema: Json, defs: JsonMap): Json {
  if (Array.isArray(schema)) return schema.map(one => toldApart(one, defs));
  if (!isMap(schema)) return schema;
  const { anyOf, ...rest } = schema;
  const copy: JsonMap = {};
  for (const [key, value] of Object.entries(rest)) copy[key] = toldApart(value, defs);
  return Array.isArray(anyOf) ? { ...copy, ...byKind(anyOf, defs) } : copy;
}

function byKind(alternatives: readonly Json[], defs: JsonMap): JsonMap {
  const all = alternatives.flatMap(one => unfolded(one, defs));
  const kinds = [...new Set(all.map(({ kind }) => kind))];
  if (kinds.includes('any')) return {};
  const groups = kinds.map(kind => ({
    kind,
    schema: ofOneKind(
      all.filter(one => one.kind === kind).map(one => one.schema),
      defs,
    ),
  }));
  const [first] = groups;
  if (first && groups.length === 1) return first.schema;
  const conditions = groups.filter(({ schema }) => !isPlain(schema));
  return {
    type: kinds,
    ...(conditions.length > 0 && { allOf: conditions.map(one => judged({ type: one.kind }, one.schema)) }),
  };
}

/** What fits the condition is judged by one schema, and what does not by the other, if there is one. */
export function judged(condition: Json, schema: Json, otherwise?: Json): JsonMap {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits it
  return { if: condition, then: schema, ...(otherwise !== undefined && { else: otherwise }) };
}

type Alternative = { readonly kind: string; readonly schema: Json };

/** An alternative with the kind of value it is for; one that stands for several is taken apart. */
function unfolded(schema: Json, defs: JsonMap): Alternative[] {
  const meant = behind(schema, defs);
  if (Array.isArray(meant['anyOf'])) return meant['anyOf'].flatMap(one => unfolded(one, defs));
  const { type } = meant;
  return [{ kind: typeof type !== 'string' ? 'any' : type === 'integer' ? 'number' : type, schema }];
}

function ofOneKind(schemas: readonly Json[], defs: JsonMap): JsonMap {
  const [first, ...others] = schemas;
  if (first !== undefined && others.length === 0) return toldApart(first, defs) as JsonMap;
  const meant = schemas.map(one => behind(one, defs));
  return meant.find(isPlain) ?? merged(meant, defs) ?? { anyOf: schemas.map(one => toldApart(one, defs)) };
}

/** Several maps as one: what all of them know, and the rest behind the key that tells which of them is meant. */
function merged(maps: readonly JsonMap[], defs: JsonMap): JsonMap | undefined {
  const told = maps.flatMap(one => markOf(one, maps) ?? []);
  if (told.length < maps.length - 1 || maps.some(one => one['additionalProperties'] !== false)) return undefined;
  const [first] = maps;
  const shared = pick(propertiesOf(first ?? {}), key => maps.every(one => sameIn(one, first ?? {}, key)));
  const none: JsonMap = { not: { anyOf: told.map(mark => ({ required: [mark] })) } };
  const branches = maps.map(map => {
    const mark = markOf(map, maps);
    return judged(mark === undefined ? none : { required: [mark] }, branch({ map, mark, shared }, defs));
  });
  return {
    type: 'object',
    errorMessage: `expected a map with one of ${told.join(', ')}`,
    properties: mapped(shared, defs),
    allOf: [...branches, ...(told.length < maps.length ? [] : [judged(none, noneOf({ maps, told, shared }, defs))])],
  };
}

type Branch = { readonly map: JsonMap; readonly mark: string | undefined; readonly shared: JsonMap };

function branch({ map, mark, shared }: Branch, defs: JsonMap): JsonMap {
  const own = pick(propertiesOf(map), key => !(key in shared));
  const required = requiredOf(map).filter(key => key !== mark);
  return {
    properties: { ...mapped(own, defs), ...allowed(shared) },
    additionalProperties: false,
    ...(required.length > 0 && { required }),
    ...(required.length === 0 && { errorMessage: `not beside ${mark}; known are ${known(own, shared)}` }),
  };
}

type Marks = { readonly maps: readonly JsonMap[]; readonly told: readonly string[]; readonly shared: JsonMap };

function noneOf({ maps, told, shared }: Marks, defs: JsonMap): JsonMap {
  const marks = pick(Object.assign({}, ...maps.map(propertiesOf)) as JsonMap, key => told.includes(key));
  return {
    properties: { ...mapped(marks, defs), ...allowed(shared) },
    additionalProperties: false,
    // No keyword asks for "one of these" in one message, but every validator names a key that is missing.
    required: [`one of ${told.join(', ')}`],
  };
}

/** The key it has to have and no other knows. */
function markOf(map: JsonMap, all: readonly JsonMap[]): string | undefined {
  const others = all.filter(one => one !== map);
  return requiredOf(map).find(key => others.every(one => !(key in propertiesOf(one))));
}

function sameIn(one: JsonMap, other: JsonMap, key: string): boolean {
  return JSON.stringify(propertiesOf(one)[key]) === JSON.stringify(propertiesOf(other)[key]);
}

/** Judged elsewhere, and not unknown here. */
function allowed(properties: JsonMap): JsonMap {
  return Object.fromEntries(Object.keys(properties).map(key => [key, true]));
}

function mapped(properties: JsonMap, defs: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, toldApart(schema, defs)]));
}

function known(...properties: readonly JsonMap[]): string {
  return properties.flatMap(one => Object.keys(one)).join(', ');
}

function pick(properties: JsonMap, wanted: (key: string) => boolean): JsonMap {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => wanted(key)));
}

/** What a schema says where it stands for another one. */
export function behind(schema: Json, defs: JsonMap): JsonMap {
  if (!isMap(schema)) return {};
  const { $ref } = schema;
  return typeof $ref === 'string' ? behind(defs[$ref.replace('#/$defs/', '')] ?? {}, defs) : schema;
}

/** Of that kind, and nothing more is asked. */
function isPlain(schema: JsonMap): boolean {
  return Object.keys(schema).join() === 'type';
}

function propertiesOf(map: JsonMap): JsonMap {
  return isMap(map['properties'] ?? null) ? (map['properties'] as JsonMap) : {};
}

function requiredOf(map: JsonMap): readonly string[] {
  return Array.isArray(map['required']) ? (map['required'] as string[]) : [];
}

function isMap(value: Json): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
