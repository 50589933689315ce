import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { metric } from '../../domain/measure/metrics.ts';
import { deadAddress } from '../support/service.ts';
import { type Bench, NOW, openBench } from './bench.ts';
import { points, queryPath, rangePath, scalar, success, vector } from './prometheus-answers.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

function errors(change: Partial<Metric> = {}): Metric {
  return metric({ source: prometheus('errors'), ...change });
}

function prometheus(query: string, url = bench.service.url) {
  return { kind: 'prometheus', url, headers: {}, query } as const;
}

function answer(query: string, body: object | string, status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  bench.service.answer(queryPath(query), { status, body: text });
}

describe('what Prometheus answers', () => {
  const one = { labels: { job: 'shop' } };
  test.each([
    ['one series', vector(NOW, { ...one, value: '0.014' }), { kind: 'value', value: 0.014, samples: null }],
    ['a scalar', scalar(NOW, '2'), { kind: 'value', value: 2 }],
    ['NaN, a division of nothing by nothing', vector(NOW, { ...one, value: 'NaN' }), error('Prometheus says NaN')],
    ['a scalar NaN, as scalar() of nothing', scalar(NOW, 'NaN'), error('Prometheus says NaN')],
    ['infinity', vector(NOW, { ...one, value: '+Inf' }), error('Prometheus says +Inf')],
    ['no series', vector(NOW), error('the query gives nothing: no series matches')],
    [
      'several series',
      vector(NOW, { labels: { __name__: 'up', job: 'a' }, value: '1' }, { labels: { job: 'b' }, value: '2' }),
      error('2 series where one is expected: up{job="a"}, {job="b"}'),
    ],
    [
      'a native histogram',
      success('vector', [{ metric: {}, histogram: [NOW / 1_000, { count: '3', sum: '1' }] }]),
      error('the query gives a histogram: take one number out of it'),
    ],
    [
      'a stretch of time',
      success('matrix', [{ metric: {}, values: points(NOW, '1') }]),
      error('the query gives series over time: leave out the [range], or put a function around it, not one number'),
    ],
    ['a text', success('string', [NOW / 1_000, 'hello']), error('the query gives a text, not one number')],
    [
      'a figure of six minutes ago',
      vector(NOW - 6 * 60_000, { ...one, value: '0' }),
      error('the figure is stale: it is of 6 min ago'),
    ],
    [
      'a figure from a clock that is ahead',
      vector(NOW + 6 * 60_000, { ...one, value: '0' }),
      error('the figure is of 6 min from now: the clocks disagree'),
    ],
    [
      'a warning',
      { ...vector(NOW, { ...one, value: '0' }), warnings: ['remote read: timeout'] },
      error('the answer is partial: remote read: timeout'),
    ],
    [
      'an info about what is missing',
      { ...vector(NOW, { ...one, value: '0' }), infos: ['partial response from store-2'] },
      error('the answer is partial: partial response from store-2'),
    ],
    [
      'an info about style',
      { ...vector(NOW, { ...one, value: '0' }), infos: ['metric might not be a counter'] },
      { kind: 'value', value: 0 },
    ],
    [
      'VictoriaMetrics with a part missing',
      { ...vector(NOW, { ...one, value: '0' }), isPartial: true },
      error('the answer is partial'),
    ],
    ['a page that is no JSON', '<html>', error('what came is not JSON')],
    ['half a JSON', '{"status":"success","da', error('what came is not JSON')],
    ['JSON of something else', { errors: 0 }, error('what came is no answer of Prometheus: look at prometheus.url')],
  ])('[X4] %s', async (_, body, expected) => {
    answer('errors', body);
    expect(await bench.read(errors())).toMatchObject({ at: NOW, query: 'errors', ...expected });
  });

  test.each([
    [400, { status: 'error', errorType: 'bad_data', error: 'parse error' }, 'HTTP 400, bad_data: parse error'],
    [422, { status: 'error', errorType: 'execution', error: 'many-to-many' }, 'HTTP 422, execution: many-to-many'],
    [503, { status: 'error', errorType: 'timeout', error: 'query timed out' }, 'HTTP 503, timeout: query timed out'],
    [502, '<html>Bad Gateway</html>', 'HTTP 502'],
    [401, 'Unauthorized', 'HTTP 401'],
    [500, vector(NOW, { value: '0' }), 'HTTP 500'],
  ] as const)('[X4] HTTP %s is an error, whatever comes with it', async (status, body, detail) => {
    answer('errors', body, status);
    expect(await bench.read(errors())).toMatchObject({ ...error(detail), silent: false });
  });

  test('[X4] a Prometheus that is down is silent', async () => {
    const source = prometheus('errors', await deadAddress());
    expect(await bench.read(errors({ source }))).toMatchObject({ kind: 'error', silent: true });
  });
});

describe('what the metric says about it', () => {
  test('nothing stands for noData, and only nothing does', async () => {
    answer('errors', vector(NOW));
    expect(await bench.read(errors({ noData: 0 }))).toMatchObject({ kind: 'value', value: 0 });
    answer('errors', vector(NOW, { value: 'NaN' }));
    expect(await bench.read(errors({ noData: 0 }))).toMatchObject({ kind: 'error' });
  });

  test('the value comes in the base unit', async () => {
    answer('errors', vector(NOW, { value: '0.25' }));
    expect(await bench.read(errors({ unit: 's' }))).toMatchObject({ value: 250 });
    expect(await bench.read(errors({ unit: 'percent' }))).toMatchObject({ value: 0.0025 });
  });

  test('an age is read as the moment it counts from', async () => {
    answer('errors', vector(NOW, { value: String(NOW / 1_000 - 3_600) }));
    expect(await bench.read(errors({ unit: 'age' }))).toMatchObject({ value: 3_600_000 });
  });

  test('minSamples is asked beside it', async () => {
    const minSamples = { source: prometheus('requests'), min: 50 };
    answer('errors', vector(NOW, { value: '0.5' }));
    answer('requests', vector(NOW, { value: '12' }));
    expect(await bench.read(errors({ minSamples }))).toMatchObject({ kind: 'value', value: 0.5, samples: 12 });
    answer('requests', 'no', 500);
    expect(await bench.read(errors({ minSamples }))).toMatchObject(error('its samples: HTTP 500'));
  });

  test('where there were too few samples, that is why it says NaN', async () => {
    const minSamples = { source: prometheus('requests'), min: 50 };
    answer('errors', vector(NOW, { value: 'NaN' }));
    answer('requests', vector(NOW));
    expect(await bench.read(errors({ minSamples }))).toMatchObject({ kind: 'error', samples: 0 });
  });
});

test('one address asked for by two metrics is asked once a sweep', async () => {
  answer('errors', vector(NOW, { value: '0' }));
  const metrics = [errors({ name: 'a' }), errors({ name: 'b' })];
  await bench.source.read({ window: 'w', metrics, now: NOW });
  expect(bench.service.requests).toHaveLength(1);
});

test('secrets go into the header and nowhere else', async () => {
  answer('errors', { status: 'error', errorType: 'bad_data', error: 'no hidden-key here' }, 400);
  const source = { ...prometheus('errors'), headers: { authorization: `Bearer \${{ secrets.KPI }}` } };
  const sample = await bench.read(errors({ source }));
  expect(bench.service.requests[0]?.headers.authorization).toBe('Bearer hidden-key');
  expect(JSON.stringify(sample)).not.toContain('hidden-key');
  expect(sample).toMatchObject(error('HTTP 400, bad_data: no *** here'));
});

test('an address below a path keeps its path', async () => {
  bench.service.answer(`/prom${queryPath('errors')}`, JSON.stringify(vector(NOW, { value: '3' })));
  const sample = await bench.read(errors({ source: prometheus('errors', `${bench.service.url}/prom/`) }));
  expect(sample).toMatchObject({ kind: 'value', value: 3 });
});

describe('looking back', () => {
  const OVER = { ms: 30_000, stepMs: 15_000 };
  const series = (...values: readonly string[]) => success('matrix', [{ metric: {}, values: points(NOW, ...values) }]);
  const back = (change: Partial<Metric> = {}) =>
    bench.source.read({ window: 'w', metrics: [errors(change)], now: NOW, over: OVER });

  test('brings one sample a step, each of its own moment', async () => {
    answer('time()', scalar(NOW, String(NOW / 1_000)));
    bench.service.answer(rangePath('errors', { from: NOW - 30_000, to: NOW }), JSON.stringify(series('1', 'NaN', '3')));
    expect(await back()).toMatchObject([
      { kind: 'value', value: 1, at: NOW - 30_000, query: 'errors' },
      { kind: 'error', detail: 'Prometheus says NaN', at: NOW - 15_000 },
      { kind: 'value', value: 3, at: NOW },
    ]);
  });

  test('counts the samples of each moment beside it', async () => {
    answer('time()', scalar(NOW, String(NOW / 1_000)));
    bench.service.answer(rangePath('errors', { from: NOW - 30_000, to: NOW }), JSON.stringify(series('1', '2')));
    bench.service.answer(rangePath('requests', { from: NOW - 30_000, to: NOW }), JSON.stringify(series('80')));
    const minSamples = { source: prometheus('requests'), min: 50 };
    expect((await back({ minSamples })).map(one => one.kind === 'value' && one.samples)).toEqual([0, 80]);
  });

  test('[X4] is an error where the clocks disagree, nothing comes, or several series do', async () => {
    answer('time()', scalar(NOW - 600_000, '0'));
    expect(await back()).toMatchObject([error('the figure is stale: it is of 10 min ago')]);
    answer('time()', scalar(NOW, '0'));
    expect(await back()).toMatchObject([error('HTTP 404')]);
    const two = success('matrix', [
      { metric: { job: 'a' }, values: points(NOW, '1') },
      { metric: { job: 'b' }, values: points(NOW, '1') },
    ]);
    bench.service.answer(rangePath('errors', { from: NOW - 30_000, to: NOW }), JSON.stringify(two));
    expect(await back()).toMatchObject([error('2 series where one is expected: {job="a"}, {job="b"}')]);
  });
});

function error(detail: string) {
  return { kind: 'error', detail };
}
