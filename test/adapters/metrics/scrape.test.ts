import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { above, metric } from '../../domain/measure/metrics.ts';
import { type Bench, NOW, openBench, type Scrape } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('scrape', () => {
  const requests = (counts: { [code: string]: number }) =>
    `# TYPE http_requests_total counter\n${Object.entries(counts)
      .map(([code, count]) => `http_requests_total{code="${code}",track="canary"} ${count}`)
      .join('\n')}\n`;
  const ERRORS: Scrape['read'] & { kind: 'ratio' } = {
    kind: 'ratio',
    of: { metric: 'http_requests_total', where: { code: '~5..' } },
    to: { metric: 'http_requests_total', where: {} },
  };

  test('a ratio warms up, then is what happened in between', async () => {
    const rate = metric({ source: bench.scrape(ERRORS) });
    bench.service.answer('/metrics', requests({ 200: 1000, 500: 100 }));
    expect(await bench.read(rate)).toMatchObject({ kind: 'warming-up' });
    bench.service.answer('/metrics', requests({ 200: 1097, 500: 102, 503: 1 }));
    expect(await bench.read(rate, NOW + 15_000)).toMatchObject({
      kind: 'value',
      value: 0.03,
      samples: 100,
      query: `GET ${bench.service.url}/metrics increase(http_requests_total{code=~"5.."}) / increase(http_requests_total) over 1 min`,
    });
    expect(await bench.read(rate, NOW + 15_000, 'REL-2')).toMatchObject({ kind: 'warming-up' });
  });

  test('errors that never happened are zero; a name nobody knows is not', async () => {
    const rate = metric({ source: bench.scrape(ERRORS) });
    bench.service.answer('/metrics', requests({ 200: 10 }));
    await bench.read(rate);
    bench.service.answer('/metrics', requests({ 200: 20 }));
    expect(await bench.read(rate, NOW + 15_000)).toMatchObject({ kind: 'value', value: 0, samples: 10 });
    const misspelt = bench.scrape({ ...ERRORS, of: { metric: 'http_request_total', where: {} } });
    expect(await bench.read(metric({ source: misspelt }))).toMatchObject({
      kind: 'error',
      detail: 'the page has no http_request_total',
    });
    const mislabelled = bench.scrape({
      ...ERRORS,
      of: { metric: 'http_requests_total', where: { status: '500' } },
    });
    expect(await bench.read(metric({ source: mislabelled }))).toMatchObject({
      kind: 'error',
      detail: expect.stringContaining('label status'),
    });
  });

  test('no traffic has no ratio: an error, unless samples are asked for or noData is given', async () => {
    bench.service.answer('/metrics', requests({ 200: 10 }));
    const minSamples = { source: bench.scrape({ kind: 'rate', counter: 'http_requests_total' }), min: 50 };
    for (const [index, change] of [{}, { noData: 0 }, { minSamples }].entries()) {
      const rate = metric({ source: bench.scrape(ERRORS), ...change });
      await bench.read(rate, NOW, `w${index}`);
      const sample = await bench.read(rate, NOW + 15_000, `w${index}`);
      expect(sample.kind).toBe(index === 1 ? 'value' : 'error');
      expect(sample).toMatchObject({ samples: 0 });
    }
  });

  test('a p95 over label sets, buckets and a reset', async () => {
    const page = (fast: number, slow: number, track = 'stable') =>
      [
        `http_request_duration_seconds_bucket{le="0.5",track="${track}"} ${fast}`,
        `http_request_duration_seconds_bucket{le="1.0",track="${track}"} ${fast + slow} # {trace_id="a"} 0.7`,
        `http_request_duration_seconds_bucket{le="+Inf",track="${track}"} ${fast + slow}`,
      ].join('\n');
    const p95 = metric({
      unit: 's',
      source: bench.scrape({ kind: 'quantile', histogram: 'http_request_duration_seconds', quantile: 0.95 }),
    });
    bench.service.answer('/metrics', page(1_000, 1_000));
    expect(await bench.read(p95)).toMatchObject({ kind: 'warming-up' });
    bench.service.answer('/metrics', `${page(60, 5)}\n${page(30, 5, 'canary').replaceAll('"1.0"', '"1"')}`);
    expect(await bench.read(p95, NOW + 15_000)).toMatchObject({ kind: 'value', value: 750, samples: 100 });
  });

  test('beyond the last bucket it fails where it is surely over a limit, and is an error where nobody knows', async () => {
    const page = (count: number) => `d_bucket{le="0.5"} 0\nd_bucket{le="+Inf"} ${count}\n`;
    const p95 = (limit: number) =>
      metric({
        unit: 's',
        limits: [above(limit)],
        source: bench.scrape({ kind: 'quantile', histogram: 'd', quantile: 0.95 }),
      });
    bench.service.answer('/metrics', page(0));
    for (const window of ['a', 'b']) await bench.read(p95(400), NOW, window);
    bench.service.answer('/metrics', page(100));
    expect(await bench.read(p95(400), NOW + 15_000, 'a')).toMatchObject({ kind: 'value', value: 500 });
    expect(await bench.read(p95(600), NOW + 15_000, 'b')).toMatchObject({
      kind: 'error',
      detail: expect.stringContaining('last bucket'),
    });
  });

  test('a rate per second, a counter over its label sets, a gauge', async () => {
    bench.service.answer(
      '/metrics',
      `${requests({ 200: 100, 500: 1 })}lag 7\ntemperature{gpu="0"} 71\ntemperature{gpu="1"} 80\n`,
    );
    const rate = metric({ unit: 'count', source: bench.scrape({ kind: 'rate', counter: 'http_requests_total' }) });
    await bench.read(rate);
    const gauge = (name: string, where = {}) =>
      metric({ unit: 'count', source: bench.scrape({ kind: 'gauge', gauge: name }, where) });
    expect(await bench.read(gauge('lag'))).toMatchObject({ kind: 'value', value: 7 });
    expect(await bench.read(gauge('temperature', { gpu: '1' }))).toMatchObject({ kind: 'value', value: 80 });
    expect(await bench.read(gauge('temperature'))).toMatchObject({
      kind: 'error',
      detail: '2 series of temperature where one is expected',
    });
    const counter = metric({
      unit: 'count',
      source: bench.scrape({ kind: 'counter', counter: 'http_requests_total' }),
    });
    expect(await bench.read(counter)).toMatchObject({ kind: 'value', value: 101 });
    bench.service.answer('/metrics', requests({ 200: 130, 500: 1 }));
    expect(await bench.read(rate, NOW + 15_000)).toMatchObject({ kind: 'value', value: 2 });
  });

  test('minSamples of a counter is what it grew in the window', async () => {
    bench.service.answer('/metrics', `${requests({ 200: 1000 })}lag 7\n`);
    const minSamples = { source: bench.scrape({ kind: 'counter', counter: 'http_requests_total' }), min: 50 };
    const lag = metric({ unit: 'count', source: bench.scrape({ kind: 'gauge', gauge: 'lag' }), minSamples });
    expect(await bench.read(lag)).toMatchObject({ kind: 'warming-up' });
    bench.service.answer('/metrics', `${requests({ 200: 1012 })}lag 7\n`);
    expect(await bench.read(lag, NOW + 15_000)).toMatchObject({ kind: 'value', value: 7, samples: 12 });
  });

  test.each([
    ['NaN', 'lag NaN', {}, 'the source says NaN'],
    ['infinite', 'lag +Inf', {}, 'the source says Infinity'],
    ['stale', `lag 7 ${NOW - 301_000}`, {}, 'lag is stale: measured 5 min 1 s ago'],
    ['a sign-in page', '<html></html>', {}, 'line 1 of the page is no metric'],
    ['cut off half-way', 'lag 7', { 'content-type': 'application/openmetrics-text' }, '# EOF is missing'],
    ['gone', 'other 1', {}, 'the page has no lag'],
  ])('%s is an error', async (_, body, headers, detail) => {
    bench.service.answer('/metrics', { body, headers });
    const lag = metric({ source: bench.scrape({ kind: 'gauge', gauge: 'lag' }) });
    expect(await bench.read(lag)).toMatchObject({
      kind: 'error',
      silent: false,
      detail: expect.stringContaining(detail),
    });
  });
});
