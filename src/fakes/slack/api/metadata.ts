import type { Json } from '#src/base/json.ts';
import type { Breach } from '../judge.ts';
import { isObject } from './arguments.ts';

const METADATA_MAX = 8_000;
const FIELDS = new Set(['event_type', 'event_payload', 'entities']);

/** Message metadata: a named event with flat values (one level of objects of these is fine, lists are not). */
export function checkMetadata(metadata: unknown): readonly Breach[] {
  const breaches: Breach[] = [];
  const wrong = (message: string, error = 'invalid_metadata_format') =>
    breaches.push({ rule: 'metadata-shape', error, message: `[ERROR] metadata: ${message}` });
  if (!isObject(metadata)) {
    wrong('must be an object');
    return breaches;
  }
  const { event_type: type, event_payload: payload } = metadata;
  for (const name of Object.keys(metadata)) if (!FIELDS.has(name)) wrong(`no such field: ${name}`);
  if (typeof type !== 'string' || !/^[\w.:-]+$/.test(type)) wrong('event_type must be a word');
  if (!isObject(payload)) wrong('event_payload must be an object');
  else {
    for (const [name, value] of Object.entries(payload)) {
      if (!isFlat(value)) wrong(`event_payload.${name} must be a plain value`, 'invalid_metadata_schema');
    }
  }
  const size = JSON.stringify(metadata).length;
  if (size > METADATA_MAX) {
    breaches.push({ rule: 'metadata-size', error: 'metadata_too_large', message: `metadata has ${size} characters` });
  }
  return breaches;
}

function isPlain(value: Json): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isFlat(value: Json): boolean {
  return isPlain(value) || (isObject(value) && Object.values(value).every(isPlain));
}
