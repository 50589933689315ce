import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp } from '#src/adapters/http/http.ts';
import { createSubscribers } from '#src/adapters/subscribers/subscribers.ts';
import type { CloudEvent } from '#src/domain/release/cloud-event.ts';
import { failureOf } from '../../contracts/pager.ts';
import { deadAddress, type Service, startService } from '../support/service.ts';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const PATH = '/hooks/t0ken';
const EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'REL-1.42',
  source: '/gonogo/valero',
  type: 'scheduler.release.wave1',
  subject: 'REL-1',
  time: '2026-11-24T19:05:00.000Z',
  datacontenttype: 'application/json',
  data: { run: 'REL-1', version: '1.3.0', note: 'Grüße ✔' },
};
let service: Service;
const http = createHttp({ secrets: { HOOK: 'b3arer' } });
const subscribers = createSubscribers({ http, secret: SECRET, now: Date.now, timeoutMs: 200 });
const deliver = (url = service.url + PATH) => subscribers.deliver({ url, headers: {}, event: EVENT });

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service[Symbol.asyncDispose]());

test('[V12] what arrives is a CloudEvent, signed as Standard Webhooks wants it', async () => {
  service.answer(PATH, { status: 204 });
  await subscribers.deliver({
    url: service.url + PATH,
    headers: { authorization: 'Bearer ${{ secrets.HOOK }}' },
    event: EVENT,
  });
  const [request] = service.requests;
  const headers = request?.headers as { [name: string]: string };
  expect(new Webhook(SECRET).verify(request?.body ?? '', headers)).toEqual(EVENT);
  expect(headers['webhook-id']).toBe('REL-1.42');
  expect(headers['authorization']).toBe('Bearer b3arer');
  const read = HTTP.toEvent({ headers, body: request?.body ?? '' });
  expect(read).toMatchObject({
    id: 'REL-1.42',
    type: 'scheduler.release.wave1',
    source: '/gonogo/valero',
    data: EVENT.data,
  });
  expect(() => new Webhook(SECRET).verify(`${request?.body} `, headers)).toThrow();
});

test.each([
  [{ status: 410 }, { retryable: false, unknown: false }],
  [{ status: 404 }, { retryable: true, unknown: false }],
  [
    { status: 429, headers: { 'retry-after': '30' } },
    { retryable: true, unknown: false, retryAfterMs: 30_000 },
  ],
  [{ status: 500 }, { retryable: true, unknown: false }],
  [{ status: 302 }, { retryable: true, unknown: false }],
  ['hang', { retryable: true, unknown: true }],
  ['drop', { retryable: true, unknown: true }],
] as const)('%j is not delivered', async (answer, flags) => {
  service.answer(PATH, answer);
  const failure = await failureOf(deliver());
  expect(failure).toMatchObject({ code: 'subscriber.failed', ...flags });
  expect(failure.message).not.toContain('t0ken');
});

test('a subscriber that is not there has certainly not heard it', async () => {
  expect(await failureOf(deliver((await deadAddress()) + PATH))).toMatchObject({ retryable: true, unknown: false });
});
