import type { z } from 'zod';
import { failureOfQuestion, refusalOfQuestion } from './failures.ts';
import { pdjsFetch } from './pdjs-fetch.ts';
import { textOf } from './text-of.ts';

type Question<T> = {
  /** For messages: `who is on call`. */
  readonly what: string;
  /** `/oncalls` */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly schema: z.ZodType<T>;
};

/** Asks one thing. Throws `pager.failed`, `pager.rate-limited`, `pager.refused`; nothing is ever unknown, asking changes nothing. */
export type Ask = <T>(question: Question<T>) => Promise<T>;

type Parts = {
  readonly url: string;
  readonly token: string;
  readonly record: (vendor: 'pagerduty', fetchFn: typeof fetch) => typeof fetch;
  readonly patience: () => AbortSignal;
};

/** Each call gives an `Ask` whose questions share one time-out. */
export function createRest({ url, token, record, patience }: Parts): () => Ask {
  const fetchFn = record('pagerduty', pdjsFetch);
  const headers = { accept: 'application/vnd.pagerduty+json;version=2', authorization: `Token token=${token}` };
  return () => {
    const signal = patience();
    return async ({ what, path, query, schema }) => {
      const address = new URL(path, url);
      for (const [name, value] of query) address.searchParams.append(name, value);
      let response: Response;
      let text: string;
      try {
        response = await fetchFn(address.href, { method: 'GET', headers, signal });
        text = await textOf(response);
      } catch (error) {
        throw failureOfQuestion(what, error);
      }
      if (response.status !== 200) throw refusalOfQuestion(what, response.status, response.headers);
      return read(what, text, schema);
    };
  };
}

function read<T>(what: string, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw failureOfQuestion(what, error);
  }
}
