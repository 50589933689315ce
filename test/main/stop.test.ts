import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '#src/config/env.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import {
  DEFAULT_ROUTING_KEY,
  DEFAULT_TOKEN,
  DEFAULT_WEBHOOK_SECRET,
  type PagerDutyOptions,
} from '#src/fakes/pagerduty/options.ts';
import { type PagerDutyFake, startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { DEFAULT_SIGNING_SECRET, DEFAULT_TOKEN as SLACK_TOKEN } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { compose, type Running } from '#src/main.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolveIncident } from '#src/runbook/resolve.ts';
import { openSqlite } from '#src/store/open-sqlite.ts';
import { handClock } from '../adapters/pagerduty/scene.ts';
import { person } from '../support/given.ts';
import { declaration } from '../support/incident.ts';

const KIOSK = join(import.meta.dirname, '../runbook/fixtures/kiosk');
const STREAM = 'incident:INC-1';
/** A container is given ten seconds from SIGTERM to SIGKILL. */
const STOPPED_WITHIN_MS = 8_000;

test('a stop in the middle of a page that hangs ends in time, and the next start pages: once', async () => {
  await using place = await openPlace();
  const { pagerDuty } = place;
  pagerDuty.faults.add({ place: 'events', kind: 'hang', effect: true, times: 1 });
  const first = await place.start();
  await declare(first, place.runbooks);
  await until(() => pagerDuty.faults.struck > 0);

  const asked = performance.now();
  await first.stop();
  expect(performance.now() - asked).toBeLessThan(STOPPED_WITHIN_MS);

  const second = await place.start();
  await until(async () => count(await types(second), 'page.accepted') === 2);
  const facts = await types(second);
  const ready = (await (await fetch(`http://127.0.0.1:${second.port}/ready`)).json()) as { parts: { pager: unknown } };
  const metrics = await (await fetch(`http://127.0.0.1:${second.port}/metrics`)).text();
  await second.stop();
  expect(facts.filter(type => type.startsWith('page.')).toSorted()).toEqual([
    'page.accepted',
    'page.accepted',
    'page.requested',
    'page.requested',
  ]);
  // The one that hung had arrived: sent again under its key, it rings nobody twice.
  expect(keysOf(pagerDuty)).toHaveLength(3);
  expect(new Set(keysOf(pagerDuty)).size).toBe(2);
  expect(pagerDuty.incidents()).toHaveLength(2);
  expect(ready.parts.pager).toEqual({ ok: true });
  // What happened before the stop is counted there; what is open is open whoever declared it.
  expect(metrics).toContain('gonogo_open_incidents{severity="SEV1"} 1');
  expect(metrics).toContain('gonogo_pages_total{severity="SEV1",outcome="accepted"}');
  expect(metrics).not.toContain('gonogo_incidents_declared_total{');
});

test('a webhook in hand at the stop is answered, so that it comes again, and counts once', async () => {
  const clock = handClock(Date.now());
  // PagerDuty names no key, so the bot has to ask whose incident it is, and hears nothing.
  await using place = await openPlace({ clock, incidentKeys: 'none' });
  const { pagerDuty } = place;
  const first = await place.start();
  await declare(first, place.runbooks);
  await until(async () => count(await types(first), 'page.accepted') === 2);
  await pagerDuty.settled();
  const lift = pagerDuty.faults.add({ place: 'rest', kind: 'hang' });
  const [key] = keysOf(pagerDuty) as readonly string[];
  const acknowledging = pagerDuty.acknowledge('PULI', key ?? '');
  await until(() => pagerDuty.faults.struck > 0);

  const asked = performance.now();
  await first.stop();
  expect(performance.now() - asked).toBeLessThan(STOPPED_WITHIN_MS);
  await acknowledging;
  expect(pagerDuty.deliveries.at(-1)?.status).toBe(503);
  expect(await place.facts()).not.toContain('page.acknowledged');

  lift();
  const second = await place.start();
  clock.advance(60_000);
  await pagerDuty.tick();
  const facts = await types(second);
  await second.stop();
  expect(count(facts, 'page.acknowledged')).toBe(1);
});

test('stopping twice is stopping once', async () => {
  await using place = await openPlace();
  const running = await place.start();
  await Promise.all([running.stop(), running.stop()]);
});

async function openPlace(options: PagerDutyOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-stop-'));
  const runbooks = join(folder, 'runbooks');
  await cp(KIOSK, join(runbooks, 'kiosk'), { recursive: true });
  const slack = await startSlackFake({
    users: ['U0LI', 'U0PIA', 'U0ANA'].map(id => ({ id, name: id.toLowerCase() })),
    channels: [{ id: 'C0INCIDENTS', name: 'incidents' }],
  });
  const pagerDuty = await startPagerDuty(options);
  const config = readConfig({
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: DEFAULT_SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    PAGERDUTY_EVENTS_URL: pagerDuty.eventsUrl,
    PAGERDUTY_API_URL: pagerDuty.apiUrl,
    PAGERDUTY_TOKEN: DEFAULT_TOKEN,
    PAGERDUTY_ROUTING_KEY: DEFAULT_ROUTING_KEY,
    PAGERDUTY_BOSS_KEY: DEFAULT_ROUTING_KEY,
    PAGERDUTY_WEBHOOK_SECRET: DEFAULT_WEBHOOK_SECRET,
    GONOGO_PORT: '0',
    GONOGO_RUNBOOKS: runbooks,
    GONOGO_DATA: join(folder, 'data'),
    LOG_LEVEL: 'silent',
    PATH: '/usr/bin:/bin',
  });
  return {
    runbooks,
    pagerDuty,
    async start() {
      const running = await compose(config, { fatal: cause => expect.unreachable(String(cause)) });
      pagerDuty.webhookUrl = `http://127.0.0.1:${running.port}/webhooks/pagerduty`;
      return running;
    },
    /** What is on disk, while no bot runs. */
    async facts() {
      await using store = await openSqlite({ path: config.database });
      return (await store.readStream(STREAM)).map(row => row.type);
    },
    async [Symbol.asyncDispose]() {
      await slack[Symbol.asyncDispose]();
      await pagerDuty.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function declare({ bot }: Running, runbooks: string): Promise<void> {
  const [product] = loadProducts(await readRunbookFiles(runbooks)).products;
  const found = product && resolveIncident(product);
  if (!found?.ok) throw new Error(found?.problem ?? 'the fixture is gone');
  const { runbook } = found;
  const given = { id: 'INC-1', runbook, channel: 'C0INCIDENTS', executables: {}, people: { writers: ['U0ANA'] } };
  const handled = await bot.engine.handle(STREAM, { ...declaration(given), actor: person('U0ANA', []) });
  expect(handled.kind).toBe('done');
}

async function types({ store }: Running): Promise<readonly string[]> {
  return (await store.readStream(STREAM)).map(row => row.type);
}

function count(all: readonly string[], type: string): number {
  return all.filter(one => one === type).length;
}

function keysOf({ calls }: PagerDutyFake): readonly unknown[] {
  const events = calls.filter(call => call.vendor === 'pagerduty-events');
  return events.map(call => (call.body as { dedup_key: string }).dedup_key);
}

/** The bot looks for its own work, on the machine's clock. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(holds, { timeout: 15_000, interval: 20 }).toBe(true);
}
