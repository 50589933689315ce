import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp } from '#src/adapters/http/http.ts';
import { createSubscribers } from '#src/adapters/subscribers/subscribers.ts';
import type { CloudEvent } from '#src/domain/release/cloud-event.ts';
import { failureOf } from '../../contracts/pager.ts';
import { deadAddress, type Service, startService } from '../support/service.ts';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const NEW = `whsec_${Buffer.from('the next secret of the receiver.').toString('base64')}`;
const PATH = '/hooks/t0ken';
const EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'REL-1-42-0123456789ab',
  source: '/gonogo/valero',
  type: 'scheduler.release.wave1',
  subject: 'REL-1',
  time: '2026-11-24T19:05:00.000Z',
  datacontenttype: 'application/json',
  data: { run: 'REL-1', version: '1.3.0', note: 'Grüße ✔' },
};
let service: Service;
const http = createHttp({ secrets: { HOOK: 'b3arer' } });
const secrets = { HOOK: [SECRET], CHANGING: [NEW, SECRET] };
const subscribers = createSubscribers({ http, secrets, now: Date.now });
const impatient = createSubscribers({ http, secrets, now: Date.now, timeoutMs: 200 });
const deliver = (url = service.url + PATH, by = subscribers) =>
  by.deliver({ url, headers: {}, secret: 'HOOK', event: EVENT });

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service[Symbol.asyncDispose]());

test('[V12] what arrives is a CloudEvent, signed as Standard Webhooks wants it', async () => {
  service.answer(PATH, { status: 204 });
  await subscribers.deliver({
    url: service.url + PATH,
    headers: { authorization: 'Bearer ${{ secrets.HOOK }}' },
    secret: 'HOOK',
    event: EVENT,
  });
  const [request] = service.requests;
  const headers = request?.headers as { [name: string]: string };
  expect(new Webhook(SECRET).verify(request?.body ?? '', headers)).toEqual(EVENT);
  expect(headers['webhook-id']).toBe('REL-1-42-0123456789ab');
  expect(headers['authorization']).toBe('Bearer b3arer');
  const read = HTTP.toEvent({ headers, body: request?.body ?? '' });
  expect(read).toMatchObject({
    id: 'REL-1-42-0123456789ab',
    type: 'scheduler.release.wave1',
    source: '/gonogo/valero',
    data: EVENT.data,
  });
  expect(() => new Webhook(SECRET).verify(`${request?.body} `, headers)).toThrow();
});

test('while a secret is changed the new and the old one are both good, and no other', async () => {
  service.answer(PATH, { status: 204 });
  await subscribers.deliver({ url: service.url + PATH, headers: {}, secret: 'CHANGING', event: EVENT });
  const [request] = service.requests;
  const headers = request?.headers as { [name: string]: string };
  for (const secret of [NEW, SECRET]) expect(new Webhook(secret).verify(request?.body ?? '', headers)).toEqual(EVENT);
  expect(headers['webhook-signature']?.split(' ')).toHaveLength(2);
  const another = `whsec_${Buffer.from('of another receiver altogether!!').toString('base64')}`;
  expect(() => new Webhook(another).verify(request?.body ?? '', headers)).toThrow();
});

test('what is signed for one subscriber is not signed for another', async () => {
  service.answer(PATH, { status: 204 });
  const two = createSubscribers({ http, secrets: { A: [SECRET], B: [NEW] }, now: Date.now });
  await two.deliver({ url: service.url + PATH, headers: {}, secret: 'B', event: EVENT });
  const [request] = service.requests;
  const headers = request?.headers as { [name: string]: string };
  expect(() => new Webhook(SECRET).verify(request?.body ?? '', headers)).toThrow();
  expect(new Webhook(NEW).verify(request?.body ?? '', headers)).toEqual(EVENT);
});

test('without its secret nothing is sent, and the sentence names the variable', async () => {
  const failure = await failureOf(
    subscribers.deliver({ url: service.url + PATH, headers: {}, secret: 'GONE', event: EVENT }),
  );
  expect(failure).toMatchObject({ code: 'subscriber.failed', retryable: false });
  expect(failure.message).toContain('GONE is not set, and nothing is sent unsigned');
  expect(service.requests).toEqual([]);
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
  const failure = await failureOf(deliver(undefined, answer === 'hang' ? impatient : subscribers));
  expect(failure).toMatchObject({ code: 'subscriber.failed', ...flags });
  expect(failure.message).not.toContain('t0ken');
});

test('a subscriber that is not there has certainly not heard it', async () => {
  expect(await failureOf(deliver((await deadAddress()) + PATH))).toMatchObject({ retryable: true, unknown: false });
});
