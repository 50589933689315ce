import { Agent, fetch as undiciFetch } from 'undici';
import { z } from 'zod';
import { GonogoError } from '#src/errors.ts';
import type { ChangeOrder, PageRef, Pager } from '#src/ports/pager.ts';
import { changeBody, followUpBody, triggerBody } from './event-body.ts';
import { failureOfEvent, refusalOfEvent, uncertainEvent } from './failures.ts';
import { textOf } from './text-of.ts';

const CONNECT_TIMEOUT_MS = 5_000;

type Parts = {
  readonly url: string;
  readonly keys: { readonly [name: string]: string };
  readonly record: (vendor: 'pagerduty-events', fetchFn: typeof fetch) => typeof fetch;
  readonly patience: () => AbortSignal;
};

/** Of a change event. */
const Taken = z.object({ status: z.literal('success'), message: z.string() });
/** Of an event about an alert. */
const Accepted = Taken.extend({ dedup_key: z.string() });

type Answered = { readonly status: number; readonly text: string };

/**
 * The Events API v2, spoken directly: the vendor's client cannot be pointed at another host for events (the EU's, a
 * test's), demands a payload even to resolve, and gives no time-out.
 */
export function createEvents({ url, keys, record, patience }: Parts) {
  // No connection is used twice: one that the other side just closed would look like an outage.
  const dispatcher = new Agent({ pipelining: 0, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const plain = ((input: string, init: object) =>
    undiciFetch(input, { ...init, dispatcher })) as unknown as typeof fetch;
  const fetchFn = record('pagerduty-events', plain);

  async function post(path: string, body: string): Promise<Answered> {
    const answer = await fetchFn(new URL(path, url).href, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'gonogo' },
      body,
      // Following one would carry the routing key to an address nobody wrote down.
      redirect: 'manual',
      signal: patience(),
    }).catch((error: unknown) => {
      throw failureOfEvent(error);
    });
    // Once a status is there, the event arrived: only the answer's rest can still be lost.
    const text = await textOf(answer).catch(() => '');
    if (answer.status < 200 || answer.status > 299) throw refusalOfEvent(answer, text);
    return { status: answer.status, text };
  }

  async function send(dedupKey: string, body: string): Promise<{ says: string }> {
    return accepted({ ...(await post('/v2/enqueue', body)), dedupKey });
  }

  return {
    trigger: async order => send(order.dedupKey, triggerBody(order, keyOf(keys, order))),
    acknowledge: async ref => send(ref.dedupKey, followUpBody('acknowledge', ref, keyOf(keys, ref))),
    resolve: async ref => send(ref.dedupKey, followUpBody('resolve', ref, keyOf(keys, ref))),
    change: async order => taken(await post('/v2/change/enqueue', changeBody(order, serviceKeyOf(keys, order)))),
    close: () => dispatcher.destroy(),
  } satisfies Pick<Pager, 'trigger' | 'acknowledge' | 'resolve' | 'change'> & { close(): Promise<void> };
}

/** Whatever differs from the documented answer is none: a proxy's friendly page must not become "paged". */
function accepted({ status, text, dedupKey }: { status: number; text: string; dedupKey: string }): { says: string } {
  const read = Accepted.safeParse(jsonOf(text));
  if (status !== 202 || !read.success) throw uncertainEvent(`answered ${status}, but not as it documents`);
  if (read.data.dedup_key !== dedupKey) throw uncertainEvent('accepted the event under another key');
  return { says: read.data.message.slice(0, 200) };
}

function taken({ status, text }: Answered): { says: string } {
  const read = Taken.safeParse(jsonOf(text));
  if (status !== 202 || !read.success) throw uncertainEvent(`answered ${status}, but not as it documents`);
  return { says: read.data.message.slice(0, 200) };
}

/** Keys of an event orchestration begin with R, and PagerDuty shows changes beside a service only. */
function serviceKeyOf(keys: Parts['keys'], { key }: ChangeOrder): string {
  const found = keyOf(keys, { key });
  if (!found.startsWith('R')) return found;
  throw new GonogoError(
    'pager.refused',
    `${key} is the key of an event orchestration, which takes no change events: name the integration key of a service, or set GONOGO_CHANGE_EVENTS=off`,
  );
}

function keyOf(keys: Parts['keys'], { key }: Pick<PageRef, 'key'>): string {
  const found = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (found) return found;
  throw new GonogoError(
    'pager.refused',
    `${key} is not set: set it to the integration key (Events API v2) of the PagerDuty service and start the bot again`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
