import canonicalize from 'canonicalize';
import { assert } from './assert.ts';

/** What JSON can carry. Rows, events and effects are made of nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** RFC 8785: the one byte sequence of a value. Throws when the value is not JSON (NaN, a lone surrogate, undefined at the top). */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  assert(typeof text === 'string', 'only JSON values have a canonical form');
  return text;
}

/** RFC 6901. Answers undefined when the pointer leads nowhere; `''` is the whole document. */
export function atPointer(document: unknown, pointer: string): unknown {
  if (pointer === '') return document;
  let here: unknown = document;
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}
