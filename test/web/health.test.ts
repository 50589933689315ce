import { expect, test } from 'vitest';
import { createMetrics } from '#src/telemetry/metrics.ts';
import { type HealthParts, healthRoutes, type Part } from '#src/web/health.ts';
import { startHarness } from '../adapters/slack/support/harness.ts';

const COUNTS = { events: 41, effects: {}, timers: 0, openRuns: 0, openIncidents: {}, alerts: [] };
const OK: Part = { ok: true };

/** On the bot's own port, mounted as in production. */
function startBot(checks: HealthParts['checks'], counts: HealthParts['counts'] = async () => COUNTS) {
  return startHarness({ routes: healthRoutes({ checks, counts, metrics: createMetrics() }) });
}

test('/health answers 200 as long as the process answers, whatever else is broken', async () => {
  await using bot = await startBot({ store: () => ({ ok: false, reason: 'locked' }) });
  const response = await fetch(`${bot.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'alive' }]);
  expect((await fetch(`${bot.url}/health`, { method: 'HEAD' })).status).toBe(200);
});

test('/ready is 200 when every part is', async () => {
  await using bot = await startBot({ store: () => OK, slack: async () => OK, recovery: () => OK });
  const response = await fetch(`${bot.url}/ready`);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ ready: true, parts: { store: OK, slack: OK, recovery: OK } });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test.each<[string, HealthParts['checks'][string], string]>([
  ['says no', () => ({ ok: false, reason: 'Effects of the last start are still being sorted.' }), 'sorted'],
  ['throws', () => expect.fail('the disk is gone'), 'the disk is gone'],
  ['rejects', () => Promise.reject(new Error('the disk is gone')), 'the disk is gone'],
])('/ready is 503 with the reason when a part %s', async (_name, check, reason) => {
  await using bot = await startBot({ store: check, slack: () => OK });
  const response = await fetch(`${bot.url}/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    ready: false,
    parts: { store: { ok: false, reason: expect.stringContaining(reason) }, slack: OK },
  });
});

test('/metrics is what Prometheus reads, also when the store cannot be counted', async () => {
  await using bot = await startBot({}, () => Promise.reject(new Error('locked')));
  const response = await fetch(`${bot.url}/metrics`);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await response.text()).toContain('gonogo_store_readable 0');
});

test.each([
  ['rejects', () => Promise.reject(new Error('broken'))],
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
])('a handler that %s answers 500 and the bot lives on', async (_name, handle) => {
  await using bot = await startHarness({ routes: [{ path: '/broken', methods: ['GET'], handle }] });
  expect((await fetch(`${bot.url}/broken`)).status).toBe(500);
  expect(bot.log.lines.at(-1)).toMatchObject({ level: 'error', fields: { path: '/broken' } });
  expect((await fetch(`${bot.url}/broken`)).status).toBe(500);
});

test('an unknown path is 404', async () => {
  await using bot = await startHarness();
  expect((await fetch(`${bot.url}/nowhere`)).status).toBe(404);
});
