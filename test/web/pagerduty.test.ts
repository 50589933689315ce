import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createWebhookReader } from '#src/adapters/pagerduty/webhooks.ts';
import { HOUR, MINUTE } from '#src/base/time.ts';
import { DEFAULT_WEBHOOK_SECRET, type PagerDutyOptions } from '#src/fakes/pagerduty/options.ts';
import { startPagerDuty } from '#src/fakes/pagerduty/start.ts';
import type { PageNews } from '#src/ports/pager.ts';
import { type PagerDutyRouteParts, pagerDutyRoute } from '#src/web/pagerduty.ts';
import { handClock } from '../adapters/pagerduty/scene.ts';
import { TRIGGER } from '../fakes/pagerduty/world.ts';

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

type Options = Partial<PagerDutyRouteParts> & { readonly fake?: PagerDutyOptions };

/** The fake account beside a server with nothing but the route. */
async function startWorld({ fake = {}, ...parts }: Options = {}) {
  const received: PageNews[] = [];
  const route = pagerDutyRoute({
    read: createWebhookReader({ secret: DEFAULT_WEBHOOK_SECRET }),
    receive: async news => void received.push(news),
    log: quiet,
    ...parts,
  });
  const server = createServer((req, res) => void route.handle(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const webhookUrl = `http://127.0.0.1:${port}${route.path}`;
  const clock = handClock();
  const pagerDuty = await startPagerDuty({ clock, webhookUrl, ...fake });
  onTestFinished(async () => {
    await pagerDuty.close();
    server.closeAllConnections();
    server.close();
  });
  return {
    received,
    clock,
    pagerDuty,
    port,
    url: webhookUrl,
    statuses: () => pagerDuty.deliveries.map(one => one.status),
    async trigger(key = 'INC-7') {
      const body = JSON.stringify({ ...TRIGGER, dedup_key: key });
      await fetch(`${pagerDuty.eventsUrl}/v2/enqueue`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      await pagerDuty.settled();
    },
    async pass(ms: number) {
      clock.advance(ms);
      await pagerDuty.tick();
    },
  };
}

describe('a page on its way', () => {
  test('every turn is heard, by whom and when', async () => {
    const world = await startWorld();
    await world.trigger();
    await world.pass(5 * MINUTE);
    await world.pagerDuty.snooze('PUTOM', 'INC-7', HOUR);
    await world.pass(HOUR);
    await world.pagerDuty.reassign('PUTOM', 'INC-7', ['PULI']);
    await world.pagerDuty.resolve('PULI', 'INC-7');

    expect(world.received.map(({ what, by }) => [what, by])).toEqual([
      ['triggered', 'Shop'],
      ['escalated', 'Shop'],
      ['acknowledged', 'Tom Berg'],
      ['unacknowledged', 'Shop'],
      ['reassigned', 'Tom Berg'],
      ['resolved', 'Li Wei'],
    ]);
    expect(world.received.map(one => one.at)).toEqual(world.received.map(one => one.at).toSorted((a, b) => a - b));
    expect(new Set(world.received.map(one => one.dedupKey))).toEqual(new Set(['INC-7']));
    expect(new Set(world.statuses())).toEqual(new Set([202]));
  });

  test('a second delivery carries the same id', async () => {
    const world = await startWorld();
    world.pagerDuty.faults.add({ place: 'webhook', kind: 'duplicate' });
    await world.trigger();
    const [first, second] = world.received;
    expect([world.received.length, first?.id]).toEqual([2, second?.id]);
  });

  test('a lost one never comes, a late one late', async () => {
    const world = await startWorld();
    world.pagerDuty.faults.add({ place: 'webhook', kind: 'lost', times: 1 });
    world.pagerDuty.faults.add({ place: 'webhook', kind: 'late', ms: 2 * MINUTE, times: 1 });
    await world.trigger();
    await world.pagerDuty.acknowledge('PULI', 'INC-7');
    expect(world.received).toEqual([]);
    await world.pass(2 * MINUTE);
    expect(world.received).toMatchObject([{ what: 'acknowledged', at: world.clock.now() - 2 * MINUTE }]);
  });

  test('the test that a person starts is answered, and is no news', async () => {
    const world = await startWorld();
    await world.pagerDuty.ping();
    expect([world.statuses(), world.received]).toEqual([[202], []]);
  });

  test('while a secret is being changed, both sign', async () => {
    const world = await startWorld({ fake: { webhookSecrets: ['the-new-one', DEFAULT_WEBHOOK_SECRET] } });
    await world.trigger();
    expect(world.statuses()).toEqual([202]);
  });
});

describe('what cannot be taken', () => {
  test('news that did not reach the disk is sent again, in order', async () => {
    let isBroken = true;
    const heard: PageNews[] = [];
    const world = await startWorld({
      receive: async news => {
        if (isBroken) throw new Error('disk full');
        heard.push(news);
      },
    });
    await world.trigger();
    await world.pagerDuty.acknowledge('PULI', 'INC-7');
    expect(world.statuses()).toEqual([500]);

    isBroken = false;
    await world.pass(MINUTE);
    await world.pass(1);

    expect(heard.map(one => one.what)).toEqual(['triggered', 'acknowledged']);
  });

  test('a bot that was away for a quarter of an hour hears of it all the same', async () => {
    const world = await startWorld();
    const { url } = world;
    world.pagerDuty.webhookUrl = 'http://127.0.0.1:9/webhooks/pagerduty';
    await world.trigger();
    for (const minutes of [1, 3, 6]) await world.pass(minutes * MINUTE);
    expect(world.statuses()).toEqual([null, null, null, null]);

    world.pagerDuty.webhookUrl = url;
    await world.pass(10 * MINUTE);

    expect(world.received.filter(one => one.what === 'triggered')).toHaveLength(1);
  });

  test('a store that hangs is answered for before PagerDuty gives up', async () => {
    const world = await startWorld({ receive: () => new Promise(() => undefined), answerWithinMs: 50 });
    await world.trigger();
    expect(world.statuses()).toEqual([503]);
  });

  test('another secret is refused, and three of them switch the subscription off', async () => {
    const world = await startWorld({ fake: { webhookSecrets: ['of somebody else'] } });
    for (const key of ['A', 'B', 'C', 'D']) await world.trigger(key);
    expect([world.statuses(), world.received]).toEqual([[401, 401, 401], []]);
    expect(world.pagerDuty.webhooksDisabled()).toBe(true);
    for (const key of ['A', 'B', 'C', 'D']) await world.pagerDuty.resolve('PULI', key);
    expect(world.statuses()).toHaveLength(3);
    await world.pass(24 * HOUR);
    expect(world.pagerDuty.webhooksDisabled()).toBe(false);
  });

  test('what PagerDuty signed and nobody understands is taken, and told to the operator', async () => {
    const told: string[] = [];
    const log = { ...quiet, error: (_fields: object, message: string) => void told.push(message) };
    const world = await startWorld({ read: async () => 'unreadable', log });
    await world.trigger();
    expect(world.statuses()).toEqual([202]);
    expect(told).toEqual(['a webhook signed by PagerDuty could not be read and is left out']);
  });

  test('256 KB are read, more are not', async () => {
    const world = await startWorld({ read: async body => (body.length > 0 ? 'ignored' : 'unreadable') });
    const post = async (bytes: number) => (await fetch(world.url, { method: 'POST', body: 'x'.repeat(bytes) })).status;
    expect([await post(256 * 1024), await post(256 * 1024 + 1)]).toEqual([202, 413]);
  });

  test('a body that never ends is cut off', async () => {
    const world = await startWorld({ answerWithinMs: 50 });
    const socket = connect(world.port, '127.0.0.1');
    socket.write('POST /webhooks/pagerduty HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nx');
    const answer: string[] = [];
    socket.on('data', part => answer.push(String(part)));
    await once(socket, 'close');
    expect(answer.join('')).toMatch(/^HTTP\/1.1 503[\s\S]*connection: close/i);
  });
});
