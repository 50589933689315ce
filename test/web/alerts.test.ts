import { describe, expect, test } from 'vitest';
import { startReceiver, TOKEN } from '../adapters/alert-webhook/alert-receiver.ts';

const NOON = '2026-11-24T12:00:00Z';

/** As Alertmanager sends it: version 4, one group, firing and resolved side by side. */
const ALERTMANAGER = {
  version: '4',
  groupKey: '{}:{alertname="HighErrorRate"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'gonogo',
  groupLabels: { alertname: 'HighErrorRate' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'HighErrorRate', environment: 'production', priority: 'P1', instance: 'a', product: 'shop' },
      annotations: { summary: 'Errors over 1 %' },
      startsAt: NOON,
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus:9090/graph',
      fingerprint: 'f00d',
    },
    {
      status: 'resolved',
      labels: { alertname: 'HighErrorRate', env: 'staging', severity: 'warning' },
      annotations: {},
      startsAt: NOON,
      endsAt: '2026-11-24T12:05:00Z',
      generatorURL: 'javascript:alert(1)',
      fingerprint: 'beef',
    },
  ],
};

/** As Grafana sends it: the same envelope and more, and no fingerprint in old versions. */
const GRAFANA = {
  ...ALERTMANAGER,
  version: '1',
  orgId: 1,
  title: '[FIRING:1]',
  state: 'alerting',
  message: '',
  alerts: [
    { ...ALERTMANAGER.alerts[0], fingerprint: undefined, values: null, silenceURL: 'http://grafana', valueString: '' },
  ],
};

const bearer = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
const post = (url: string, body: unknown, headers: { [name: string]: string } = bearer) =>
  fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('alerts of Alertmanager and Grafana', () => {
  test('[W11] are read one by one, with where they belong and how to get to them', async () => {
    await using to = await startReceiver();
    expect((await post(`${to.url}?product=till`, ALERTMANAGER)).status).toBe(202);
    expect(to.products).toEqual(['till']);
    expect(to.received).toEqual([
      {
        name: 'HighErrorRate',
        fingerprint: 'f00d',
        state: 'firing',
        product: 'shop',
        environment: 'production',
        priority: 'P1',
        since: Date.parse(NOON),
        endedAt: null,
        says: 'Errors over 1 %',
        link: 'http://prometheus:9090/graph',
      },
      {
        name: 'HighErrorRate',
        fingerprint: 'beef',
        state: 'resolved',
        product: null,
        environment: 'staging',
        priority: 'warning',
        since: Date.parse(NOON),
        endedAt: Date.parse('2026-11-24T12:05:00Z'),
        says: 'HighErrorRate',
        link: null,
      },
    ]);
  });

  test('[W11] of Grafana are the same, and one without a fingerprint has one of its labels', async () => {
    await using to = await startReceiver({ sender: 'grafana' });
    const basic = { ...bearer, authorization: `Basic ${btoa(`grafana:${TOKEN}`)}` };
    expect((await post(to.url, GRAFANA, basic)).status).toBe(202);
    await post(to.url, GRAFANA);
    expect(to.received).toHaveLength(2);
    expect(to.received[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(to.received[1]?.fingerprint).toBe(to.received[0]?.fingerprint);
  });

  test.each([
    ['no token', {}],
    ['another token', { authorization: 'Bearer another' }],
    ['the token as a user', { authorization: `Basic ${btoa(`${TOKEN}:`)}` }],
    ['an empty token', { authorization: 'Bearer ' }],
  ])('with %s are refused, unread, and the operator is told', async (_what, headers) => {
    await using to = await startReceiver();
    expect((await post(to.url, ALERTMANAGER, { 'content-type': 'application/json', ...headers })).status).toBe(401);
    expect(to.received).toEqual([]);
    expect(to.said.join()).toContain('without the right token');
  });

  test('that are no JSON, too many, or of another shape are dropped with a reason, and none is half read', async () => {
    await using to = await startReceiver();
    expect((await post(to.url, ALERTMANAGER, { ...bearer, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post(to.url, '{')).status).toBe(400);
    expect((await post(to.url, { text: 'a template of its own' })).status).toBe(400);
    expect((await post(to.url, `{"alerts":[],"x":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
    expect(to.received).toEqual([]);
  });

  test('one without a name is left out, and the others count', async () => {
    await using to = await startReceiver();
    const nameless = { ...ALERTMANAGER.alerts[0], labels: {} };
    await post(to.url, { ...ALERTMANAGER, alerts: [nameless, ALERTMANAGER.alerts[0]] });
    expect(to.received).toHaveLength(1);
  });

  test('that the sender left out of its message are told to the operator', async () => {
    await using to = await startReceiver();
    await post(to.url, { ...ALERTMANAGER, truncatedAlerts: 12 });
    expect(to.said.join()).toContain('left alerts out');
  });

  test('that could not be written are asked for again', async () => {
    await using to = await startReceiver({ receive: () => Promise.reject(new Error('disk full')) });
    expect((await post(to.url, ALERTMANAGER)).status).toBe(500);
  });
});
