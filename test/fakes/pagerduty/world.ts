import { onTestFinished } from 'vitest';
import { DEFAULT_ROUTING_KEY, DEFAULT_TOKEN, type PagerDutyOptions } from '#src/fakes/pagerduty/options.ts';
import { startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { handClock } from '../../adapters/pagerduty/scene.ts';

export type Fields = { readonly [name: string]: unknown };

/** A trigger as PagerDuty likes it. */
export const PAYLOAD: Fields = { summary: 'Checkout is down', source: 'shop', severity: 'critical' };
export const TRIGGER: Fields = {
  routing_key: DEFAULT_ROUTING_KEY,
  event_action: 'trigger',
  dedup_key: 'INC-7',
  payload: PAYLOAD,
};

/** The fake with a bare client, ended with the test. */
export async function startWorld(options: PagerDutyOptions = {}) {
  const clock = handClock();
  const pagerDuty = await startPagerDuty({ clock, ...options });
  onTestFinished(() => pagerDuty.close());

  async function call(path: string, init: RequestInit = {}) {
    const response = await fetch(pagerDuty.eventsUrl + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
  }
  return {
    clock,
    pagerDuty,
    call,
    event: (body: unknown) =>
      call('/v2/enqueue', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    follow: (event_action: string, dedup_key = 'INC-7') =>
      call('/v2/enqueue', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ routing_key: DEFAULT_ROUTING_KEY, event_action, dedup_key }),
      }),
    ask: (path: string, headers: { readonly [name: string]: string } = {}) =>
      call(path, {
        headers: {
          accept: 'application/vnd.pagerduty+json;version=2',
          authorization: `Token token=${DEFAULT_TOKEN}`,
          ...headers,
        },
      }),
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;
