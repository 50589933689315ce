import { expect, test } from 'vitest';
import { createPagerHealth } from '#src/telemetry/pager-health.ts';
import { createMemoryPager } from '../support/memory-pager.ts';

const AT = Date.parse('2026-11-24T03:12:00Z');
const PAGE = {
  key: 'PAGERDUTY_ROUTING_KEY',
  dedupKey: 'k',
  summary: 'Checkout down',
  source: 'gonogo',
  severity: 'critical',
  at: AT,
  component: null,
  details: {},
  links: [],
} as const;

test('a pager that failed is said with the time, the bot stays ready, and the next success takes it back', async () => {
  const clock = { now: () => AT };
  const memory = createMemoryPager({ now: clock.now });
  const health = createPagerHealth({ clock, configured: true });
  const pager = health.watch(memory.pager);
  expect(health.part()).toEqual({ ok: true });

  memory.fail('unreachable');
  await expect(pager.trigger(PAGE)).rejects.toThrow('not sent');
  expect(health.part()).toEqual({ ok: true, reason: 'paging failed last at 2026-11-24T03:12:00.000Z: not sent' });
  // Looking works: that says nothing about paging.
  await pager.readBack({ dedupKey: 'k' });
  expect(health.part().reason).toContain('paging failed');

  await pager.trigger(PAGE);
  expect(health.part()).toEqual({ ok: true });
});

test('without a pager it is said that nobody is paged', () => {
  const health = createPagerHealth({ clock: { now: () => AT }, configured: false });
  expect(health.part()).toEqual({ ok: true, reason: 'not configured: nobody is paged' });
});
