import type { Pager } from '#src/ports/pager.ts';
import { createEvents } from './events.ts';
import { onCall } from './on-call.ts';
import { readBack } from './read-back.ts';
import { createRest } from './rest.ts';
import { alertKeysOf } from './schema.ts';

export type PagerParts = {
  /** Host of the Events API, without path. The EU has one of its own. Default `https://events.pagerduty.com`. */
  readonly eventsUrl?: string;
  /** Host of the REST API, without path. Default `https://api.pagerduty.com`. */
  readonly apiUrl?: string;
  /** Key of the REST API; null: nobody can look, and read-back and on-call answer `cannot-ask`. */
  readonly token: string | null;
  /** Name of an environment variable -> the routing key in it. */
  readonly keys: { readonly [name: string]: string };
  /** Writes every call down, see `adapters/record.ts`. Default: nothing. */
  readonly record?: (vendor: 'pagerduty-events' | 'pagerduty', fetchFn: typeof fetch) => typeof fetch;
  /** For a whole call of the port, however many requests it takes. Default 10 s. */
  readonly timeoutMs?: number;
};

export type PagerDuty = Pager & {
  /** The alert keys behind one of PagerDuty's incidents, for a webhook that names none; null: nobody can look. */
  readonly keysOf: ((incidentId: string) => Promise<readonly string[]>) | null;
} & AsyncDisposable;

const TIMEOUT_MS = 10_000;

/** PagerDuty: Events API v2 to page, REST to look. Close it to end what is in flight. */
export function createPager(parts: PagerParts): PagerDuty {
  const { token, keys, timeoutMs = TIMEOUT_MS, record = (_vendor, fetchFn) => fetchFn } = parts;
  const closing = new AbortController();
  const patience = () => AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]);
  const events = createEvents({ url: parts.eventsUrl ?? 'https://events.pagerduty.com', keys, record, patience });
  const rest =
    token === null ? null : createRest({ url: parts.apiUrl ?? 'https://api.pagerduty.com', token, record, patience });
  return {
    trigger: events.trigger,
    acknowledge: events.acknowledge,
    resolve: events.resolve,
    change: events.change,
    readBack: async ({ dedupKey }) => (rest ? readBack(rest(), dedupKey) : { state: 'cannot-ask' }),
    onCall: async request => (rest ? onCall(rest(), request) : 'cannot-ask'),
    keysOf: rest && (incident => alertKeysOf(rest(), incident)),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await events.close();
    },
  };
}
