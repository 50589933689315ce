import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSigned } from '#src/adapters/alert-webhook/signature.ts';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { startReceiver } from './alert-receiver.ts';

const SECRET = 'a-signing-secret-of-grafana';
const NOW = Date.UTC(2026, 10, 24, 12);
const BODY = '{"alerts":[]}';
const hex = (text: string, secret = SECRET) => createHmac('sha256', secret).update(text).digest('hex');
const seconds = (ms: number) => String(Math.floor(ms / SECOND));
const check = (headers: { readonly [name: string]: string }, body = BODY) =>
  isSigned(SECRET, { body: Buffer.from(body), headers, now: NOW });

function stamped(at: number, signed = `${seconds(at)}:${BODY}`) {
  return { 'x-grafana-alerting-timestamp': seconds(at), 'x-grafana-alerting-signature': hex(signed) };
}

test('what Grafana signed is signed: the body, or the time and the body', () => {
  expect(check({ 'x-grafana-alerting-signature': hex(BODY) })).toBe(true);
  expect(check({ 'x-grafana-alerting-signature': hex(BODY).toUpperCase() })).toBe(true);
  expect(check(stamped(NOW))).toBe(true);
  for (const drift of [-4 * MINUTE, 4 * MINUTE]) expect(check(stamped(NOW + drift))).toBe(true);
});

test.each([
  ['no signature', {}],
  ['an empty one', { 'x-grafana-alerting-signature': '' }],
  ['another secret', { 'x-grafana-alerting-signature': hex(BODY, 'another') }],
  ['another body', { 'x-grafana-alerting-signature': hex(`${BODY} `) }],
  ['one that is cut', { 'x-grafana-alerting-signature': hex(BODY).slice(0, 62) }],
  ['one with a prefix', { 'x-grafana-alerting-signature': `sha256=${hex(BODY)}` }],
  ['a time that is not under it', stamped(NOW, BODY)],
  ['a time that was taken off', { 'x-grafana-alerting-signature': hex(`${seconds(NOW)}:${BODY}`) }],
  ['one that was caught and sent again', stamped(NOW - 6 * MINUTE)],
  ['one from the future', stamped(NOW + 6 * MINUTE)],
  [
    'a time that is none',
    { 'x-grafana-alerting-timestamp': 'now', 'x-grafana-alerting-signature': hex(`now:${BODY}`) },
  ],
])('%s is refused', (_what, headers) => {
  expect(check(headers)).toBe(false);
});

test('alerts without the signature are refused, unread, and the operator is told', async () => {
  await using to = await startReceiver({
    sender: 'grafana',
    isAuthorized: () => true,
    isSigned: (body, headers) => isSigned(SECRET, { body, headers, now: Date.now() }),
  });
  const alert = { status: 'firing', labels: { alertname: 'Down' }, startsAt: '2026-11-24T12:00:00Z' };
  const body = JSON.stringify({ alerts: [alert] });
  const post = (signature: string) =>
    fetch(to.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-grafana-alerting-signature': signature },
      body,
    });
  expect((await post(hex(body, 'another'))).status).toBe(401);
  expect(to.received).toEqual([]);
  expect(to.said.join()).toContain('GONOGO_GRAFANA_SECRET');
  expect((await post(hex(body))).status).toBe(202);
  expect(to.received).toHaveLength(1);
});
