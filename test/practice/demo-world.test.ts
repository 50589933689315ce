import { afterEach, beforeEach, expect, test } from 'vitest';
import { HOUR, iso, MINUTE } from '#src/base/time.ts';
import { DOCUMENT_READERS, momentsOf } from '#src/practice/crowds.ts';
import { type DemoWorld, startDemoWorld } from '#src/practice/demo/world.ts';
import { createTraffic, type Traffic } from '#src/practice/traffic.ts';

const START = Date.parse('2026-11-24T19:00:00Z');
const KPIS = '/analytics/api/v1/kpis/realtime?metric=error_rate,p95_latency,consumer_lag';

let now: number;
let world: DemoWorld;
let traffic: Traffic;

beforeEach(async () => {
  now = START;
  world = await startDemoWorld({ clock: { now: () => now }, beatMs: 0 });
  traffic = createTraffic(world.urls.document, DOCUMENT_READERS);
});

afterEach(async () => {
  await traffic[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

async function pass(ms: number): Promise<void> {
  await traffic.pass(now, now + ms);
  now += ms;
}

async function getJson(url: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(url);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const kpis = async () => (await getJson(`${world.urls.analytics}${KPIS}`)).body;

async function kubectl(...argv: string[]): Promise<string> {
  const answer = await fetch(`${world.urls.control}/run/kubectl`, { method: 'POST', body: JSON.stringify(argv) });
  return answer.text();
}

async function deployCanary(weight: number): Promise<void> {
  await kubectl('set', 'image', 'deployment/document-domain-canary', 'document=valero-neuroerp:1.3.0');
  await kubectl('set', 'weight', 'canary-service', String(weight));
}

test('a sweep of 15 seconds carries at least 60 requests, and the last three minutes of a night are as dense', () => {
  expect(momentsOf(START, START + 15_000)).toHaveLength(60);
  const night = momentsOf(START, START + 8 * HOUR);
  expect(night.filter(at => at > START + 8 * HOUR - MINUTE)).toHaveLength(240);
  expect(night.length).toBeLessThan(1_500);
});

test('the figures are those of the requests of the last minute', async () => {
  await pass(2 * MINUTE);
  const { error_rate, p95_latency, consumer_lag, requests } = await kpis();
  expect(requests).toBe(240);
  expect(error_rate).toBe(0);
  expect(p95_latency).toBeGreaterThan(150);
  expect(p95_latency).toBeLessThan(200);
  expect(consumer_lag).toBeGreaterThan(0);
  now += 2 * MINUTE;
  expect(await kpis()).toMatchObject({ error_rate: null, p95_latency: null, requests: 0 });
});

test('the weight is applied to real requests', async () => {
  await deployCanary(10);
  await pass(MINUTE);
  const text = await (await fetch(`${world.urls.document}/metrics`)).text();
  expect(text).toMatch(/http_requests_total\{code="200",track="canary",version="1\.3\.0"\} \d+/);
  const count = (track: string) =>
    [...text.matchAll(new RegExp(`^http_requests_total\\{[^}]*track="${track}"[^}]*\\} (\\d+)`, 'gm'))]
      .map(found => Number(found[1]))
      .reduce((sum, one) => sum + one, 0);
  expect({ canary: count('canary'), stable: count('stable') }).toEqual({ canary: 24, stable: 216 });
});

test('a canary that returns errors exceeds 1 % at a tenth of the traffic and 2 % at half of it', async () => {
  await deployCanary(10);
  world.setFault('canary-errors', true);
  await pass(2 * MINUTE);
  const { error_rate: atTen } = await kpis();
  await kubectl('set', 'weight', 'canary-service', '50');
  await pass(2 * MINUTE);
  const { error_rate: atHalf } = await kpis();
  expect(atTen).toBeGreaterThan(1);
  expect(atTen).toBeLessThan(2);
  expect(atHalf).toBeGreaterThan(2);
});

test('a slow canary pushes p95 over 500 ms without any request really waiting', async () => {
  await deployCanary(10);
  world.setFault('canary-slow', true);
  await pass(2 * MINUTE);
  expect((await kpis())['p95_latency']).toBeGreaterThan(500);
});

test('faults of the new version harm nobody before there is one, nor after its traffic is taken away', async () => {
  world.setFault('canary-errors', true);
  await pass(MINUTE);
  expect((await kpis())['error_rate']).toBe(0);
  await deployCanary(50);
  await pass(MINUTE);
  expect((await kpis())['error_rate']).toBeGreaterThan(2);
  await kubectl('set', 'weight', 'canary-service', '0');
  await pass(2 * MINUTE);
  expect((await kpis())['error_rate']).toBeLessThan(1);
});

test('metrics that are gone answer 503, and the service goes on', async () => {
  world.setFault('metrics-gone', true);
  expect((await getJson(`${world.urls.analytics}${KPIS}`)).status).toBe(503);
  expect((await fetch(`${world.urls.document}/metrics`)).status).toBe(503);
  expect((await fetch(`${world.urls.document}/documents/1`)).status).toBe(200);
});

test('three services answer their health, and one can be made to fail', async () => {
  const health = async () =>
    Promise.all(
      [world.urls.document, world.urls.notifications, world.urls.audit].map(
        async url => (await fetch(`${url}/health`)).status,
      ),
    );
  expect(await health()).toEqual([200, 200, 200]);
  world.setFault('health-fails', true);
  expect(await health()).toEqual([503, 200, 200]);
});

test('the comparison tells the hour before the rollout from the time since', async () => {
  await pass(10 * MINUTE);
  await deployCanary(100);
  await pass(5 * MINUTE);
  const url = `${world.urls.analytics}/analytics/api/v1/reports/release-comparison?before=1h&after=now`;
  const { before, after } = (await getJson(url)).body as Record<string, Record<string, number>>;
  expect(before).toMatchObject({ from: iso(START + 10 * MINUTE - HOUR), to: iso(START + 10 * MINUTE) });
  expect(after?.['requests']).toBeGreaterThan(700);
  expect(after?.['p95Latency']).toBeLessThan(before?.['p95Latency'] ?? 0);
});

test('the integrity check recomputes the chain and finds a changed entry', async () => {
  const url = `${world.urls.audit}/audit/api/v1/integrity/check?from=${iso(START)}`;
  await deployCanary(10);
  expect((await getJson(url)).body).toMatchObject({ ok: true, brokenAt: null, checked: 5 });
  world.setFault('integrity-broken', true);
  expect((await getJson(url)).body).toMatchObject({ ok: false, brokenAt: 5 });
  await kubectl('set', 'weight', 'canary-service', '50');
  world.setFault('integrity-broken', false);
  expect((await getJson(url)).body).toMatchObject({ ok: true, brokenAt: null });
});

test('blue/green: green is scaled up, gets the traffic by the patch, and the colour can be looked up', async () => {
  const patch = '{"spec":{"selector":{"version":"green"}}}';
  expect(await kubectl('patch', 'service', 'document-domain', '-p', patch)).toContain('no ready replicas');
  await kubectl('set', 'image', 'deployment/document-domain-green', 'document=valero-neuroerp:2.0.0');
  await kubectl('scale', 'deployment/document-domain-green', '--replicas=3');
  await kubectl('patch', 'service', 'document-domain', '-p', patch);
  expect(await kubectl('get', 'service', 'document-domain', '-o', 'jsonpath={.spec.selector.version}')).toContain(
    'green',
  );
  expect((await getJson(`${world.urls.document}/documents/1`)).body).toMatchObject({ version: '2.0.0' });
});

test('a rolling update can be undone once', async () => {
  await kubectl('set', 'image', 'deployment/document-domain', 'document=valero-neuroerp:1.2.1');
  expect(world.state().cluster.deployments['document-domain']).toMatchObject({ version: '1.2.1' });
  await kubectl('rollout', 'undo', 'deployment/document-domain');
  expect(world.state().cluster.deployments['document-domain']).toMatchObject({ version: '1.2.0' });
  expect(await kubectl('rollout', 'undo', 'deployment/document-domain')).toContain('"exit":1');
});
