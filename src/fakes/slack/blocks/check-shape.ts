import { unreachable } from '#src/base/assert.ts';
import { isObject } from '../api/arguments.ts';
import type { RuleId } from '../rules.ts';
import { TYPED } from './blocks.ts';
import type { BlockBreach, Limit, Shape, Typed } from './shapes.ts';

/** Says what in the value is not as the shape wants it. */
export function checkShape(value: unknown, shape: Shape, pointer: string): readonly BlockBreach[] {
  switch (shape.is) {
    case 'text':
      if (typeof value !== 'string' || (shape.pattern && !shape.pattern.test(value))) return wrongType(pointer, shape);
      if (value === '' && shape.empty !== true) return [breach('text-not-empty', pointer, 'must not be empty')];
      return tooMany(lengthOf(value), shape.max, pointer, 'characters');
    case 'number':
      if (typeof value !== 'number' || value < (shape.min ?? -Infinity)) return wrongType(pointer, shape);
      if (shape.whole === true && !Number.isInteger(value)) return wrongType(pointer, shape);
      return tooMany(value, shape.max, pointer, '');
    case 'flag':
      return typeof value === 'boolean' ? [] : wrongType(pointer, shape);
    case 'word':
      return shape.of.some(one => one === value) ? [] : wrongType(pointer, shape);
    case 'list':
      return checkList(value, shape, pointer);
    case 'object':
      return isObject(value) ? checkFields(value, shape, pointer, []) : wrongType(pointer, shape);
    case 'words':
      return checkWords(value, shape, pointer);
    case 'typed':
      return checkTyped(value, shape, pointer);
    default:
      return unreachable(shape);
  }
}

/** The fields of an object: no unknown one, no missing one, each in its shape. */
export function checkFields(
  value: { readonly [name: string]: unknown },
  type: Typed,
  pointer: string,
  ignore: readonly string[],
): readonly BlockBreach[] {
  const breaches: BlockBreach[] = [];
  for (const [name, content] of Object.entries(value)) {
    if (ignore.includes(name)) continue;
    const shape = type.fields[name];
    const at = `${pointer}/${name}`;
    if (shape) breaches.push(...checkShape(content, shape, at));
    else breaches.push(breach('field-known', at, `no such field: ${name}`));
  }
  for (const name of type.required) {
    if (value[name] === undefined) breaches.push(breach('field-required', pointer, `missing required field: ${name}`));
  }
  return breaches;
}

function checkList(value: unknown, shape: Shape & { is: 'list' }, pointer: string): readonly BlockBreach[] {
  if (!Array.isArray(value)) return wrongType(pointer, shape);
  if (value.length < (shape.min ?? 0)) return [breach('list-not-empty', pointer, 'must not be empty')];
  const over = tooMany(value.length, shape.max, pointer, 'items');
  return [...over, ...value.flatMap((item, at) => checkShape(item, shape.of, `${pointer}/${at}`))];
}

function checkWords(value: unknown, shape: Shape & { is: 'words' }, pointer: string): readonly BlockBreach[] {
  if (!isObject(value)) return wrongType(pointer, shape);
  const kind = value['type'];
  if (kind !== 'plain_text' && kind !== 'mrkdwn') return wrongType(pointer, shape);
  const mixed = shape.plain && kind === 'mrkdwn' ? [breach('plain-text-only', pointer, 'must be plain_text')] : [];
  return [...mixed, ...checkTextObject(value, kind, shape.max, pointer)];
}

function checkTextObject(
  value: { readonly [name: string]: unknown },
  kind: string,
  max: Limit,
  pointer: string,
): readonly BlockBreach[] {
  const text = value['text'];
  const fields = checkFields(value, TYPED[kind] ?? { fields: {}, required: [] }, pointer, ['type']);
  if (typeof text !== 'string') return fields;
  const empty = text === '' ? [breach('text-not-empty', `${pointer}/text`, 'must not be empty')] : [];
  return [...fields, ...empty, ...tooMany(lengthOf(text), max, `${pointer}/text`, 'characters')];
}

function checkTyped(value: unknown, shape: Shape & { is: 'typed' }, pointer: string): readonly BlockBreach[] {
  if (!isObject(value)) return [breach('field-type', pointer, 'must be an object')];
  const kind = value['type'];
  const type = typeof kind === 'string' ? TYPED[kind] : undefined;
  if (typeof kind !== 'string' || !type || !shape.names.includes(kind)) {
    return [breach(shape.unknown, pointer, `${JSON.stringify(kind)} cannot stand here`)];
  }
  const isText = kind === 'plain_text' || kind === 'mrkdwn';
  if (isText) return checkTextObject(value, kind, { at: 3000, rule: 'limit-text' }, pointer);
  return checkFields(value, type, pointer, ['type']);
}

function tooMany(count: number, max: Limit | undefined, pointer: string, unit: string): readonly BlockBreach[] {
  if (!max || count <= max.at) return [];
  return [breach(max.rule, pointer, `must be at most ${max.at} ${unit}, is ${count}`.replace('  ', ' '))];
}

function wrongType(pointer: string, shape: Shape): readonly BlockBreach[] {
  const wanted = shape.is === 'word' ? `one of ${shape.of.join(', ')}` : `a ${shape.is}`;
  return [breach('field-type', pointer, `must be ${wanted}`)];
}

/** Characters as people count them, not UTF-16 halves. */
export function lengthOf(text: string): number {
  return text.length <= 24 ? [...text].length : countCodePoints(text);
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

export function breach(rule: RuleId, pointer: string, message: string): BlockBreach {
  return { rule, pointer, message };
}
