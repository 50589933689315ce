import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createWebhookReader } from '#src/adapters/pagerduty/webhooks.ts';

const SECRET = 'the-secret-of-the-subscription';
const AT = Date.UTC(2026, 10, 21, 12);
const read = createWebhookReader({ secret: SECRET });

const EVENT = {
  id: '01EVENT',
  event_type: 'incident.acknowledged',
  resource_type: 'incident',
  occurred_at: '2026-11-21T12:00:00.000Z',
  agent: { id: 'PULI', type: 'user_reference', summary: 'Li Wei' },
  client: null,
  data: { id: 'Q1', type: 'incident', incident_key: 'gonogo-INC-7', html_url: 'https://shop.pagerduty.example/Q1' },
};
const NEWS = {
  id: '01EVENT',
  dedupKey: 'gonogo-INC-7',
  what: 'acknowledged',
  by: 'Li Wei',
  at: AT,
  url: 'https://shop.pagerduty.example/Q1',
};

const bytes = (event: unknown) => Buffer.from(JSON.stringify({ event }));
const sign = (body: Buffer, secret = SECRET) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
const signed = (event: unknown, reader = read) => reader(bytes(event), sign(bytes(event)));

describe('the signature', () => {
  test('of the raw body makes it news', async () => {
    expect(await signed(EVENT)).toEqual({ news: [NEWS] });
  });

  test('any of several may be ours: a secret is being changed', async () => {
    const body = bytes(EVENT);
    expect(await read(body, `${sign(body, 'old')}, ${sign(body)}`)).toEqual({ news: [NEWS] });
    expect(await read(body, `v2=abc,${sign(body)}`)).toEqual({ news: [NEWS] });
  });

  const body = bytes(EVENT);
  test.each([
    ['none', ''],
    ['of another secret', sign(body, 'another')],
    ['of another body', sign(bytes({ ...EVENT, id: '02' }))],
    ['cut', sign(body).slice(0, -2)],
    ['of another version', sign(body).replace('v1', 'v0')],
    ['without its version', sign(body).slice(3)],
    ['longer than it should be', `${sign(body)}00`],
  ])('%s is refused', async (_title, header) => {
    expect(await read(body, header)).toBe('bad-signature');
  });

  test('the right one among too many is not looked for', async () => {
    const many = Array.from({ length: 10 }, () => sign(body, 'another')).join();
    expect(await read(body, `${many},${sign(body)}`)).toBe('bad-signature');
  });
});

describe('what is news', () => {
  test.each([
    ['incident.triggered', 'triggered'],
    ['incident.acknowledged', 'acknowledged'],
    ['incident.unacknowledged', 'unacknowledged'],
    ['incident.resolved', 'resolved'],
    ['incident.reopened', 'reopened'],
    ['incident.escalated', 'escalated'],
    ['incident.reassigned', 'reassigned'],
    ['incident.delegated', 'reassigned'],
  ])('%s', async (event_type, what) => {
    expect(await signed({ ...EVENT, event_type })).toMatchObject({ news: [{ what }] });
  });

  test.each(['pagey.ping', 'incident.annotated', 'incident.priority_updated', 'service.updated', 'constructor'])(
    '%s is none',
    async event_type => {
      expect(await signed({ ...EVENT, event_type })).toBe('ignored');
    },
  );

  test('done by nobody in particular', async () => {
    expect(await signed({ ...EVENT, agent: null })).toMatchObject({ news: [{ by: null }] });
  });

  test.each([
    ['no id', { ...EVENT, id: undefined }],
    ['no time', { ...EVENT, occurred_at: 'noon' }],
    ['no incident', { ...EVENT, data: null }],
    ['nothing at all', undefined],
  ])('with %s it is unreadable, never half understood', async (_title, event) => {
    expect(await signed(event)).toBe('unreadable');
  });

  test('no JSON is unreadable', async () => {
    const text = Buffer.from('<html>');
    expect(await read(text, sign(text))).toBe('unreadable');
  });
});

describe('an incident that names no key', () => {
  const nameless = { ...EVENT, data: { ...EVENT.data, incident_key: null } };

  test('is news of each of its alerts', async () => {
    const reader = createWebhookReader({ secret: SECRET, keysOf: async id => [`${id}-a`, `${id}-b`] });
    expect(await signed(nameless, reader)).toMatchObject({ news: [{ dedupKey: 'Q1-a' }, { dedupKey: 'Q1-b' }] });
  });

  test('is left to the read-back where nobody can ask', async () => {
    expect(await signed(nameless)).toBe('ignored');
  });

  test('is not lost when the question fails: it is asked for again', async () => {
    const failing = createWebhookReader({ secret: SECRET, keysOf: () => Promise.reject(new Error('later')) });
    await expect(signed(nameless, failing)).rejects.toThrow('later');
  });

  test('nobody is asked about what is not signed', async () => {
    const asked: string[] = [];
    const reader = createWebhookReader({ secret: SECRET, keysOf: async id => asked.splice(0, 0, id) });
    await reader(bytes(nameless), 'v1=00');
    expect(asked).toEqual([]);
  });
});
