import type { JsonObject } from '#src/base/json.ts';
import { canonicalJson } from '#src/base/json.ts';
import { isObject } from '../api/arguments.ts';
import { breach } from './check-shape.ts';
import type { BlockBreach } from './shapes.ts';

/** What the tables cannot say: fields that exclude, need or repeat each other. */
export function checkElement(element: JsonObject, pointer: string): readonly BlockBreach[] {
  const breaches: BlockBreach[] = [];
  const kind = element['type'];
  if (kind === 'image' && (element['image_url'] === undefined) === (element['slack_file'] === undefined)) {
    breaches.push(breach('image-source', pointer, 'needs image_url or slack_file, exactly one'));
  }
  if (kind === 'static_select' || kind === 'multi_static_select') {
    const both = (element['options'] === undefined) === (element['option_groups'] === undefined);
    if (both) breaches.push(breach('options-source', pointer, 'needs options or option_groups, exactly one'));
  }
  const options = optionsOf(element);
  if (kind !== 'overflow' && options.some(option => option['value'] === undefined)) {
    breaches.push(breach('option-has-value', pointer, 'an option has no value'));
  }
  if (options.length > 0 && !initialOf(element).every(one => options.some(option => same(option, one)))) {
    breaches.push(breach('initial-among-options', pointer, 'what is selected at first matches none of the options'));
  }
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    breaches.push(breach('field-type', pointer, 'min_length is larger than max_length'));
  }
  const { min_value: low, max_value: high } = element;
  if (typeof low === 'string' && typeof high === 'string' && Number(low) > Number(high)) {
    breaches.push(breach('field-type', pointer, 'min_value is larger than max_value'));
  }
  return breaches;
}

/** All options of an element, those in groups too. */
export function optionsOf(element: JsonObject): readonly JsonObject[] {
  const groups = objects(element['option_groups']).flatMap(group => objects(group['options']));
  return [...objects(element['options']), ...groups];
}

function initialOf(element: JsonObject): readonly JsonObject[] {
  const one = element['initial_option'];
  return [...(isObject(one) ? [one] : []), ...objects(element['initial_options'])];
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function same(one: JsonObject, other: JsonObject): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
