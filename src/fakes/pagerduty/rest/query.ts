import type { Judge } from '../judge.ts';

const PAGE = ['limit', 'offset', 'total'];
const DEFAULT_LIMIT = 25;

/** What a path takes, and what some of it may be. */
export type QuerySpec = { readonly known: readonly string[]; readonly values: { readonly [name: string]: RegExp } };

/** Judges the query of a request. Throws `Refused`. */
export function checkQuery(query: URLSearchParams, spec: QuerySpec, judge: Judge): void {
  for (const [name, value] of query) {
    judge.require('query-known', [...PAGE, ...spec.known].includes(name), `${name} is not documented`);
    const allowed = spec.values[name];
    judge.require('query-value', allowed === undefined || allowed.test(value), `${name}=${value} is not documented`);
  }
}

export type Page = { readonly limit: number; readonly offset: number };

export function pageOf(query: URLSearchParams, judge: Judge): Page {
  const limit = query.get('limit') ?? String(DEFAULT_LIMIT);
  const offset = query.get('offset') ?? '0';
  judge.require('limit-range', /^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 100, `limit=${limit}`);
  const fits = /^\d+$/.test(offset) && Number(offset) + Number(limit) <= 10_000;
  judge.require('offset-range', fits, `offset=${offset}: offset and limit together are up to 10,000`);
  return { limit: Math.min(100, Number(limit) || DEFAULT_LIMIT), offset: Number(offset) || 0 };
}

/** A page as PagerDuty writes it: `total` stays null unless asked for. */
export function paged<Item>(name: string, items: readonly Item[], { limit, offset }: Page) {
  const part = items.slice(offset, offset + limit);
  return { [name]: part, limit, offset, total: null, more: offset + part.length < items.length };
}
