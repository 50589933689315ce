import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '#src/config/env.ts';
import { readRunbookFiles } from '#src/config/runbook-files.ts';
import { DEFAULT_ROUTING_KEY, DEFAULT_TOKEN } from '#src/fakes/pagerduty/options.ts';
import { type PagerDutyFake, startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import { DEFAULT_SIGNING_SECRET, DEFAULT_TOKEN as SLACK_TOKEN } from '#src/fakes/slack/options.ts';
import { startSlackFake } from '#src/fakes/slack/start.ts';
import { compose, type Running } from '#src/main.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolveIncident } from '#src/runbook/resolve.ts';
import { person } from '../support/given.ts';

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
});

test('stopping twice is stopping once', async () => {
  await using place = await openPlace();
  const running = await place.start();
  await Promise.all([running.stop(), running.stop()]);
});

async function openPlace() {
  const folder = await mkdtemp(join(tmpdir(), 'gonogo-stop-'));
  const runbooks = join(folder, 'runbooks');
  await cp(KIOSK, join(runbooks, 'kiosk'), { recursive: true });
  const slack = await startSlackFake({
    users: ['U0LI', 'U0PIA', 'U0ANA'].map(id => ({ id, name: id.toLowerCase() })),
    channels: [{ id: 'C0INCIDENTS', name: 'incidents' }],
  });
  const pagerDuty = await startPagerDuty();
  const config = readConfig({
    SLACK_BOT_TOKEN: SLACK_TOKEN,
    SLACK_SIGNING_SECRET: DEFAULT_SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
    PAGERDUTY_EVENTS_URL: pagerDuty.eventsUrl,
    PAGERDUTY_API_URL: pagerDuty.apiUrl,
    PAGERDUTY_TOKEN: DEFAULT_TOKEN,
    PAGERDUTY_ROUTING_KEY: DEFAULT_ROUTING_KEY,
    PAGERDUTY_BOSS_KEY: DEFAULT_ROUTING_KEY,
    GONOGO_PORT: '0',
    GONOGO_RUNBOOKS: runbooks,
    GONOGO_DATA: join(folder, 'data'),
    LOG_LEVEL: 'silent',
    PATH: '/usr/bin:/bin',
  });
  return {
    runbooks,
    pagerDuty,
    start: () => compose(config, { fatal: cause => expect.unreachable(String(cause)) }),
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
  const handled = await bot.engine.handle(STREAM, {
    type: 'declare',
    actor: person('U0ANA', []),
    id: 'INC-1',
    runbook: found.runbook,
    severity: 'SEV1',
    title: 'Nobody can buy',
    service: null,
    impact: null,
    commander: null,
    occurredAt: null,
    drill: false,
    private: false,
    source: null,
    channel: 'C0INCIDENTS',
    executables: {},
    people: { writers: ['U0ANA'] },
    settleMs: 60_000,
  });
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
