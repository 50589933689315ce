import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Source } from '#src/domain/runbook/model/metric.ts';
import { metric } from '../../domain/measure/metrics.ts';
import { deadAddress } from '../support/service.ts';
import { type Bench, NOW, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('json', () => {
  const KPI = {
    rate: 1.4,
    text: ' 0.5 ',
    empty: '',
    none: null,
    word: 'many',
    flag: true,
    list: [1, 2],
    inf: 'Infinity',
  };

  test.each([
    ['a number, in the base unit', '/rate', 'percent', { kind: 'value', value: 1.4 / 100 }],
    ['a number written as text', '/text', 's', { kind: 'value', value: 500 }],
    ['a pointer that leads nowhere', '/gone', 'count', { kind: 'error', detail: 'nothing stands at /gone' }],
    ['null', '/none', 'count', { kind: 'error', detail: 'nothing stands at /none' }],
    ['an empty text', '/empty', 'count', { kind: 'error', detail: 'nothing stands at /empty' }],
    ['a word', '/word', 'count', { kind: 'error', detail: '/word holds "many", not a number' }],
    ['yes', '/flag', 'count', { kind: 'error', detail: '/flag holds true, not a number' }],
    ['several', '/list', 'count', { kind: 'error', detail: '/list holds [1,2], not a number' }],
    ['infinity', '/inf', 'count', { kind: 'error', detail: '/inf holds "Infinity", not a number' }],
  ] as const)('%s', async (_, pointer, unit, expected) => {
    bench.service.answer('/kpi', JSON.stringify(KPI));
    expect(await bench.read(metric({ source: bench.json(pointer), unit }))).toMatchObject({
      metric: 'error-rate',
      at: NOW,
      ...expected,
    });
  });

  test('what is empty is what noData says, and nothing else is', async () => {
    bench.service.answer('/kpi', JSON.stringify(KPI));
    expect(await bench.read(metric({ source: bench.json('/none'), noData: 0 }))).toMatchObject({
      kind: 'value',
      value: 0,
    });
    expect(await bench.read(metric({ source: bench.json('/word'), noData: 0 }))).toMatchObject({ kind: 'error' });
    expect(await bench.read(metric({ source: bench.json('/a', '/gone'), noData: 0 }))).toMatchObject({
      kind: 'error',
      detail: 'HTTP 404',
    });
  });

  test('an error page and a broken body are errors, but not silence', async () => {
    bench.service.answer('/kpi', { status: 503, body: '{"rate":0}' });
    expect(await bench.read(metric({ source: bench.json('/rate') }))).toMatchObject({
      kind: 'error',
      silent: false,
      detail: 'HTTP 503',
    });
    bench.service.answer('/kpi', '{"rate":');
    expect(await bench.read(metric({ source: bench.json('/rate') }))).toMatchObject({
      kind: 'error',
      detail: 'what came is not JSON',
    });
  });

  test('nobody there is silence; a missing secret is our own mistake', async () => {
    const dead: Source = { kind: 'json', url: await deadAddress(), pointer: '/rate', headers: {} };
    expect(await bench.read(metric({ source: dead }))).toMatchObject({ kind: 'error', silent: true });
    const unset: Source = { ...dead, headers: { authorization: '${{ secrets.NOPE }}' } };
    expect(await bench.read(metric({ source: unset }))).toMatchObject({ kind: 'error', silent: false });
  });

  test.each([
    ['2026-11-21T19:00:00Z', 3_600_000],
    ['2026-11-21T20:00:00+01:00', 3_600_000],
    [NOW / 1000 - 60, 60_000],
    [NOW - 60_000, 60_000],
    ['2026-11-21T20:01:00Z', 0],
  ])('the age of %s', async (moment, value) => {
    bench.service.answer('/kpi', JSON.stringify({ moment }));
    expect(await bench.read(metric({ source: bench.json('/moment'), unit: 'age' }))).toMatchObject({
      kind: 'value',
      value,
    });
  });

  test.each(['2026-11-21', '2026-11-21T19:00:00', 'yesterday', '2027-01-01T00:00:00Z'])(
    '%s has no age',
    async moment => {
      bench.service.answer('/kpi', JSON.stringify({ moment }));
      expect(await bench.read(metric({ source: bench.json('/moment'), unit: 'age' }))).toMatchObject({ kind: 'error' });
    },
  );

  test('three metrics of one address ask it once, and with its secret', async () => {
    bench.service.answer('/kpi', JSON.stringify({ a: 1, b: 2, c: 3 }));
    const headers = { 'x-key': '${{ secrets.KPI }}' };
    const metrics = ['/a', '/b', '/c'].map(pointer =>
      metric({ name: pointer, unit: 'count', source: { ...bench.json(pointer), headers } as Source }),
    );
    const samples = await bench.source.read({ window: 'w', metrics, now: NOW });
    expect(samples.map(one => one.kind === 'value' && one.value)).toEqual([1, 2, 3]);
    expect(bench.service.requests.map(one => one.headers['x-key'])).toEqual(['hidden-key']);
    expect(JSON.stringify(samples)).not.toContain('hidden-key');
  });

  test('minSamples is asked of its own source; without its answer there is no value', async () => {
    bench.service.answer('/kpi', JSON.stringify({ rate: 0.5, requests: 12 }));
    const counted = (pointer: string) =>
      metric({ source: bench.json('/rate'), minSamples: { source: bench.json(pointer), min: 50 } });
    expect(await bench.read(counted('/requests'))).toMatchObject({ kind: 'value', value: 0.5, samples: 12 });
    expect(await bench.read(counted('/gone'))).toMatchObject({ kind: 'value', samples: 0 });
    expect(await bench.read(counted('/rate/x'))).toMatchObject({ samples: 0 });
    bench.service.answer('/kpi', JSON.stringify({ rate: 0.5, requests: 'many' }));
    expect(await bench.read(counted('/requests'))).toMatchObject({
      kind: 'error',
      detail: expect.stringContaining('its samples'),
    });
  });
});
