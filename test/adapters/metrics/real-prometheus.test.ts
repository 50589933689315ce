import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttp } from '#src/adapters/http/http.ts';
import { createMetricsSource } from '#src/adapters/metrics/metrics-source.ts';
import type { Sample } from '#src/domain/measure/reading.ts';
import type { Metric, Source } from '#src/domain/runbook/model/metric.ts';
import { createPracticeClock } from '#src/practice/clock.ts';
import { DOCUMENT_READERS } from '#src/practice/crowds.ts';
import { type DemoWorld, startDemoWorld } from '#src/practice/demo/world.ts';
import { type Listening, listen } from '#src/practice/http.ts';
import { createTraffic } from '#src/practice/traffic.ts';
import { metric } from '../../domain/measure/metrics.ts';
import { hasPrometheus, type PrometheusServer, startPrometheus } from './prometheus-server.ts';

/** Short, so that the test is: both look back on the same ten seconds. */
const WINDOW = '10s';
const WINDOW_MS = 10_000;
const FAR_MS = 120_000;

const title = hasPrometheus()
  ? 'against a real Prometheus'
  : 'against a real Prometheus: NOT RUN, there is no prometheus here (apt-get install prometheus)';

describe.runIf(hasPrometheus())(title, () => {
  let demo: DemoWorld;
  let door: Listening;
  let prometheus: PrometheusServer;
  let customers: { stop(): Promise<void> };
  const http = createHttp({ secrets: {} });
  const source = createMetricsSource({ http });

  beforeAll(async () => {
    demo = await startDemo();
    // The demo service behind one address, so that a restart of it is a restart and no other service.
    door = await listen((_, res) => {
      fetch(`${demo.urls.document}/metrics`)
        .then(async page => res.writeHead(page.status).end(await page.text()))
        .catch(() => res.destroy());
    });
    prometheus = await startPrometheus({ documents: new URL(door.url).host });
    customers = visit(() => demo.urls.document);
  }, FAR_MS);

  afterAll(async () => {
    await customers?.stop();
    await prometheus?.[Symbol.asyncDispose]();
    await door?.[Symbol.asyncDispose]();
    await demo?.[Symbol.asyncDispose]();
    await http[Symbol.asyncDispose]();
  }, FAR_MS);

  const asked = (query: string): Source => ({ kind: 'prometheus', url: prometheus.url, headers: {}, query });
  const scraped = (read: (Source & { kind: 'scrape' })['read']): Source => ({
    kind: 'scrape',
    url: `${door.url}/metrics`,
    headers: {},
    read,
    where: {},
    windowMs: WINDOW_MS,
  });
  const pair = (): { readonly [name: string]: Metric } => ({
    'errors by prometheus': metric({
      source: asked(
        `sum(rate(http_requests_total{code="500"}[${WINDOW}])) / sum(rate(http_requests_total[${WINDOW}]))`,
      ),
    }),
    'errors by scrape': metric({
      source: scraped({
        kind: 'ratio',
        of: { metric: 'http_requests_total', where: { code: '500' } },
        to: { metric: 'http_requests_total', where: {} },
      }),
    }),
    'p95 by prometheus': metric({
      unit: 's',
      source: asked(`histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[${WINDOW}])))`),
    }),
    'p95 by scrape': metric({
      unit: 's',
      source: scraped({ kind: 'quantile', histogram: 'http_request_duration_seconds', quantile: 0.95 }),
    }),
  });

  /** What both say once their windows are full. */
  async function readBoth(seconds = 14): Promise<{ readonly [name: string]: Sample }> {
    const metrics = Object.entries(pair()).map(([name, one]) => ({ ...one, name }));
    let samples: readonly Sample[] = [];
    for (let second = 0; second < seconds; second += 1) {
      samples = await source.read({ window: 'REL-1', metrics, now: Date.now() });
      await sleep(1_000);
    }
    return Object.fromEntries(samples.map(one => [one.metric, one]));
  }

  function expectAgreement(said: { readonly [name: string]: Sample }): void {
    for (const what of ['errors', 'p95']) {
      const [a, b] = [said[`${what} by prometheus`], said[`${what} by scrape`]];
      expect(a, what).toMatchObject({ kind: 'value' });
      expect(b, what).toMatchObject({ kind: 'value' });
      const [left, right] = [a, b].map(one => (one?.kind === 'value' ? one.value : Number.NaN)) as [number, number];
      expect(Math.abs(left - right) / Math.max(left, right), `${what}: ${left} and ${right}`).toBeLessThan(0.25);
    }
  }

  test(
    '[V6] the same figures asked of Prometheus and read off the service agree',
    async () => {
      const said = await readBoth();
      expectAgreement(said);
      expect(said['errors by scrape']).toMatchObject({ value: expect.closeTo(1 / 16, 1) });
    },
    FAR_MS,
  );

  test(
    '[X4] several series are an error that names them',
    async () => {
      const metrics = [metric({ source: asked(`rate(http_requests_total[${WINDOW}])`) })];
      const [sample] = await source.read({ window: 'REL-1', metrics, now: Date.now() });
      expect(sample).toMatchObject({
        kind: 'error',
        detail: expect.stringMatching(/^\d+ series where one is expected/),
      });
    },
    FAR_MS,
  );

  test(
    '[X4] a query Prometheus cannot read, one that gives nothing, and a range are errors',
    async () => {
      const queries = ['sum(', 'no_such_metric', 'up[1m]', '0/0', '"text"'];
      const metrics = queries.map(query => metric({ name: query, source: asked(query) }));
      const samples = await source.read({ window: 'REL-1', metrics, now: Date.now() });
      expect(samples.map(one => one.kind === 'error' && one.detail)).toEqual([
        expect.stringContaining('HTTP 400, bad_data'),
        'the query gives nothing: no series matches',
        expect.stringContaining('series over time'),
        'Prometheus says NaN',
        'the query gives a text, not one number',
      ]);
    },
    FAR_MS,
  );

  test(
    'what it measured so far can be looked back on',
    async () => {
      const metrics = [metric({ source: asked('sum(http_requests_total)'), unit: 'count' })];
      const over = { ms: 6_000, stepMs: 1_000 };
      const samples = await source.read({ window: 'REL-1', metrics, now: Date.now(), over });
      expect(samples.length).toBeGreaterThan(4);
      const values = samples.map(one => (one.kind === 'value' ? one.value : Number.NaN));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    },
    FAR_MS,
  );

  test(
    'a restart of the service, whose counters begin at 0 again, upsets neither',
    async () => {
      await customers.stop();
      await demo[Symbol.asyncDispose]();
      demo = await startDemo();
      customers = visit(() => demo.urls.document);
      expectAgreement(await readBoth());
    },
    FAR_MS,
  );

  test(
    '[X4] metrics that are gone are an error to both, never a pass',
    async () => {
      demo.setFault('metrics-gone', true);
      await prometheus.until('up{job="documents"}', series => series[0]?.value === 0);
      await prometheus.until(`rate(http_requests_total[${WINDOW}])`, series => series.length === 0);
      const said = await readBoth(1);
      expect(said['errors by prometheus']).toMatchObject({
        kind: 'error',
        detail: 'the query gives nothing: no series matches',
      });
      expect(said['errors by scrape']).toMatchObject({ kind: 'error', detail: 'HTTP 503' });
    },
    FAR_MS,
  );
});

/** The demo company with a new version that fails one in eight, at half of the traffic. */
async function startDemo(): Promise<DemoWorld> {
  const demo = await startDemoWorld({ clock: createPracticeClock(), beatMs: 0 });
  const kubectl = (...argv: readonly string[]) =>
    fetch(`${demo.urls.control}/run/kubectl`, { method: 'POST', body: JSON.stringify(argv) });
  await kubectl('set', 'image', 'deployment/document-domain-canary', 'document=valero-neuroerp:1.3.0');
  await kubectl('set', 'weight', 'canary-service', '50');
  demo.setFault('canary-errors', true);
  return demo;
}

/** Customers all the time: forty requests four times a second. */
function visit(url: () => string): { stop(): Promise<void> } {
  let going = true;
  const done = (async () => {
    const traffic = createTraffic(url(), DOCUMENT_READERS);
    while (going) {
      await traffic.pass(Date.now() - 10_000, Date.now());
      await sleep(250);
    }
    await traffic[Symbol.asyncDispose]();
  })();
  return {
    async stop() {
      going = false;
      await done;
    },
  };
}
