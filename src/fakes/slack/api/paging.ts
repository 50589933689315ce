import type { JsonObject } from '#src/base/json.ts';
import type { Judge } from '../judge.ts';
import type { Arguments } from './arguments.ts';

const PAGE_MAX = 999;

/** One page of a list, and where the next begins. A cursor is opaque to the bot. */
export function paged<Item>(items: readonly Item[], args: Arguments, judge: Judge, otherwise = 100) {
  const limit = args.number('limit') ?? otherwise;
  const fine = limit >= 1 && limit <= PAGE_MAX;
  judge.require('limit-range', fine, 'invalid_limit', `limit must be from 1 to ${PAGE_MAX}`);
  const from = startOf(args.text('cursor'), judge);
  const page = items.slice(from, from + Math.max(1, limit));
  const next = from + page.length;
  const more = next < items.length;
  const cursor = more ? Buffer.from(`next:${next}`).toString('base64') : '';
  const tail: JsonObject = { response_metadata: { next_cursor: cursor } };
  return { page, more, tail };
}

function startOf(cursor: string | undefined, judge: Judge): number {
  if (cursor === undefined) return 0;
  const position = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];
  judge.require('cursor-valid', position !== undefined, 'invalid_cursor');
  return Number(position ?? 0);
}
