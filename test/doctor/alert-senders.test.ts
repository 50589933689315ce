import { expect, test } from 'vitest';
import { isSigned } from '#src/adapters/alert-webhook/signature.ts';
import { readConfig } from '#src/config/env.ts';
import { alertSendersCheck } from '#src/doctor/alert-senders.ts';
import { startReceiver, TOKEN } from '../adapters/alert-webhook/alert-receiver.ts';
import { startService } from '../adapters/support/service.ts';

const SECRET = 'a-signing-secret-of-grafana';

async function seen(address: string, env: { readonly [name: string]: string }, runs = true) {
  const config = readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', ...env });
  const findings = await alertSendersCheck(config, address, () => runs).run();
  return findings.map(one => `${one.outcome}: ${one.says}`);
}
const hostOf = (url: string) => new URL(url).origin;

test('a bot that takes the token and refuses whoever has none is well, and nothing comes of the question', async () => {
  await using bot = await startReceiver();
  expect(await seen(hostOf(bot.url), { GONOGO_ALERTMANAGER_TOKEN: TOKEN })).toEqual([
    'ok: /webhooks/alertmanager refuses whoever proves nothing, and takes what is proven.',
  ]);
  expect(bot.received).toEqual([]);
});

test('a signature is proof as well', async () => {
  const signed = (body: Buffer, headers: NodeJS.Dict<string | string[]>) =>
    isSigned(SECRET, { body, headers, now: Date.now() });
  await using bot = await startReceiver({ sender: 'grafana', isAuthorized: () => true, isSigned: signed });
  expect(await seen(hostOf(bot.url), { GONOGO_GRAFANA_SECRET: SECRET })).toEqual([
    'ok: /webhooks/grafana refuses whoever proves nothing, and takes what is proven.',
  ]);
});

test('a bot that was started with another token, that lets everybody in, or that knows no such address is a problem', async () => {
  await using bot = await startReceiver();
  expect(await seen(hostOf(bot.url), { GONOGO_ALERTMANAGER_TOKEN: 'another-token-than-it-has' })).toEqual([
    'problem: /webhooks/alertmanager answers 401 to what is set here.',
  ]);
  await using open = await startReceiver({ isAuthorized: () => true });
  expect(await seen(hostOf(open.url), { GONOGO_ALERTMANAGER_TOKEN: TOKEN })).toEqual([
    'problem: /webhooks/alertmanager answers 202 to whoever proves nothing.',
  ]);
  await using other = await startService();
  expect(await seen(other.url, { GONOGO_ALERTMANAGER_TOKEN: TOKEN })).toEqual([
    'problem: The bot that runs has no /webhooks/alertmanager.',
  ]);
});

test('a short token is a warning, nothing set is nothing to say, and without a bot nobody is asked', async () => {
  expect(await seen('http://127.0.0.1:9', { GONOGO_GRAFANA_TOKEN: 'short-one' }, false)).toEqual([
    'warning: GONOGO_GRAFANA_TOKEN has 9 characters, and whoever guesses it can ring phones.',
    'ok: /webhooks/grafana is set; no bot runs here that could be asked.',
  ]);
  expect(await seen('http://127.0.0.1:9', {})).toEqual([]);
});
