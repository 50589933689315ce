import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { judgeSweep } from '#src/domain/measure/judge-sweep.ts';
import { sweep } from '#src/domain/measure/sweep.ts';
import { defineWatch, startWatch } from '#src/domain/measure/watch.ts';
import type { Limit, Metric } from '#src/domain/runbook/model/metric.ts';
import { above, metric, probe } from '../../domain/measure/metrics.ts';
import { deadAddress } from '../support/service.ts';
import { type Bench, NOW, openBench } from './bench.ts';
import { queryPath, vector } from './prometheus-answers.ts';

/**
 * What sources really answer, sweep by sweep, and what follows: each row is worked out by hand from the words of the
 * language. `pass`, `fail` ... is the verdict of a sweep; behind the arrow stands what the watch asks for.
 */
let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

type Said = string | { readonly status: number } | 'drop';
type Row = readonly [what: string, of: Partial<Metric>, said: readonly Said[], expected: readonly string[]];

const SWEEP_MS = 15_000;

/** Sweeps a metric every 15 s; `say` puts into place what is answered next. */
async function play(metrics: readonly Metric[], sweeps: number, say: (nth: number, now: number) => void) {
  const watch = defineWatch({ metrics });
  let state = startWatch(NOW);
  const told: string[] = [];
  for (let nth = 0; nth < sweeps; nth += 1) {
    const now = NOW + nth * SWEEP_MS;
    say(nth, now);
    const readings = judgeSweep(watch, await bench.source.read({ window: 'REL-1', metrics, now }));
    const swept = sweep(watch, state, readings, now);
    state = swept.state;
    const { outcome } = swept;
    const asks =
      outcome.kind === 'act' ? outcome.action : outcome.kind === 'ask' ? (outcome.page ? 'page' : 'ask') : '';
    told.push(`${readings.map(one => one.verdict).join(' ')}${asks === '' ? '' : ` -> ${asks}`}`);
  }
  return told;
}

function answer(path: string, said: Said | undefined): void {
  if (said === undefined) return;
  bench.service.answer(path, typeof said === 'object' ? { status: said.status } : said);
}

const FOR_30S: Partial<Metric> = { limits: [above(0.01, { forMs: 30_000 })] };
const rollback = (change: Partial<Limit> = {}): Partial<Metric> => ({
  limits: [above(0.01, { action: 'rollback', ...change })],
});
const THREE_FAILURES: Partial<Metric> = {
  limits: [{ condition: { kind: 'failures', count: 3 }, forMs: null, action: 'rollback' }],
};
const DOWN = { status: 503 };

describe('[X4] json', () => {
  const good = '{"rate":0.002}';
  const bad = '{"rate":0.02}';
  const rows: readonly Row[] = [
    ['over the limit acts at once', rollback(), [good, bad], ['pass', 'fail -> rollback']],
    ['equal to the limit passes', rollback(), ['{"rate":0.01}'], ['pass']],
    ['for 30 s', FOR_30S, [bad, bad, bad], ['fail', 'fail', 'fail -> pause']],
    ['flapping never lasts for 30 s', FOR_30S, [bad, good, bad, good, bad], ['fail', 'pass', 'fail', 'pass', 'fail']],
    [
      'an error in between neither ends nor completes it',
      FOR_30S,
      [bad, DOWN, DOWN, bad],
      ['fail', 'error', 'error', 'fail -> pause'],
    ],
    [
      'three failures in a row, a pass between them starts anew',
      { limits: [above(0.01, { action: 'warn' }), ...(THREE_FAILURES.limits ?? [])] },
      [bad, bad, good, bad, bad, bad],
      ['fail -> warn', 'fail -> warn', 'pass', 'fail -> warn', 'fail -> warn', 'fail -> rollback'],
    ],
    [
      'four errors in a row page, whatever they are, and never roll back',
      rollback(),
      [DOWN, 'no json', '{"other":1}', '{"rate":"NaN"}', good],
      ['error', 'error', 'error', 'error -> page', 'pass'],
    ],
    [
      'a pass between them counts from the start',
      {},
      [DOWN, DOWN, DOWN, good, DOWN],
      ['error', 'error', 'error', 'pass', 'error'],
    ],
    ['two in a row where the metric says so', { consecutiveErrorLimit: 2 }, [DOWN, DOWN], ['error', 'error -> page']],
    [
      'in the band between pass and limit, three times where the metric says so',
      { pass: { below: 0.005, text: '0.5%' }, inconclusiveLimit: 3 },
      ['{"rate":0.007}', '{"rate":0.005}', '{"rate":0.007}', '{"rate":0.009}', '{"rate":0.01}'],
      ['inconclusive', 'pass', 'inconclusive', 'inconclusive', 'inconclusive -> ask'],
    ],
    [
      'in shadow nothing ever follows',
      { ...rollback(), shadow: true },
      [bad, bad, DOWN, DOWN, DOWN, DOWN],
      ['fail', 'fail', 'error', 'error', 'error', 'error'],
    ],
    ['a warning stops nobody', { limits: [above(0.01, { action: 'warn' })] }, [bad, good], ['fail -> warn', 'pass']],
    [
      'the strongest of two limits wins',
      { limits: [above(0.01), above(0.015, { action: 'rollback' })] },
      ['{"rate":0.012}', bad],
      ['fail -> pause', 'fail -> rollback'],
    ],
    ['nothing where noData stands for it', { noData: 0 }, ['{}', 'null'], ['pass', 'pass']],
  ];
  test.each(rows)('%s', async (_, of, said, expected) => {
    const one = metric({ source: bench.json('/rate', '/kpi'), ...of });
    expect(await play([one], said.length, nth => answer('/kpi', said[nth]))).toEqual(expected);
  });
});

describe('[X4] scrape', () => {
  const page = (ok: number, failed?: number, label = '1') =>
    `r{code="200",pod="${label}"} ${ok}\n${failed === undefined ? '' : `r{code="500",pod="${label}"} ${failed}\n`}`;
  const stale = `r{code="200"} 100 ${NOW - 600_000}\n`;
  const rows: readonly Row[] = [
    ['the first reading warms up', {}, [page(100, 50), page(200, 50)], ['warming-up', 'pass']],
    ['only what came since counts', rollback(), [page(100, 50), page(190, 60)], ['warming-up', 'fail -> rollback']],
    [
      'a counter that begins at 0 again has counted since',
      rollback(),
      [page(9_000, 10), page(9_100, 10), page(60, 0), page(90, 30)],
      ['warming-up', 'pass', 'pass', 'fail -> rollback'],
    ],
    [
      'a series that is new began at 0, one that is gone adds nothing',
      rollback(),
      [page(100), page(200), page(200, 20), page(300, undefined, '2')],
      ['warming-up', 'pass', 'fail -> rollback', 'fail -> rollback'],
    ],
    [
      'too few requests to judge by',
      { ...rollback(), minSamples: { source: metric().source, min: 50 } },
      [page(100, 0), page(110, 9), page(300, 9), page(3_000, 9)],
      ['warming-up', 'inconclusive', 'fail -> rollback', 'pass'],
    ],
    ['nobody asked for anything', {}, [page(100, 0), page(100, 0)], ['warming-up', 'error']],
    ['half a page', {}, [page(100, 0), 'r{code="200"'], ['warming-up', 'error']],
    ['a page without the counter', {}, [page(100, 0), 'up 1\n'], ['warming-up', 'error']],
    ['a page that is not measured any more', {}, [page(100, 0), stale], ['warming-up', 'error']],
    ['NaN', {}, [page(100, 0), 'r{code="200"} NaN\n'], ['warming-up', 'error']],
    [
      'after too long a silence it warms up again',
      {},
      [page(100, 0), ...Array.from({ length: 21 }, () => DOWN), page(900, 0)],
      ['warming-up', ...errors(21), 'warming-up'],
    ],
  ];
  test.each(rows)('%s', async (_, of, said, expected) => {
    const counter = bench.scrape({ kind: 'rate', counter: 'r' });
    const one = metric({
      source: bench.scrape({
        kind: 'ratio',
        of: { metric: 'r', where: { code: '500' } },
        to: { metric: 'r', where: {} },
      }),
      ...of,
      ...(of.minSamples && { minSamples: { ...of.minSamples, source: counter } }),
    });
    expect(await play([one], said.length, nth => answer('/metrics', said[nth]))).toEqual(expected);
  });
});

describe('[X4] prometheus', () => {
  const one = (value: string) => (now: number) => vector(now, { value });
  const two = (now: number) => vector(now, { labels: { a: '1' }, value: '0' }, { labels: { a: '2' }, value: '0' });
  type Saying = ((now: number) => object) | { readonly status: number };
  const rows: readonly (readonly [string, Partial<Metric>, readonly Saying[], readonly Saying[], readonly string[]])[] =
    [
      ['over the limit acts at once', rollback(), [one('0.002'), one('0.02')], [], ['pass', 'fail -> rollback']],
      [
        'what cannot be measured pages, and never rolls back',
        rollback(),
        [one('NaN'), vector, two, DOWN],
        [],
        ['error', 'error', 'error', 'error -> page'],
      ],
      [
        'an old answer is none',
        rollback(),
        [one('0'), now => vector(now - 400_000, { value: '0' })],
        [],
        ['pass', 'error'],
      ],
      [
        'a partial answer is none',
        rollback(),
        [now => ({ ...one('0')(now), warnings: ['a store did not answer'] })],
        [],
        ['error'],
      ],
      [
        'too few requests, also where that makes it NaN or nothing',
        { ...rollback(), minSamples: { source: metric().source, min: 50 }, inconclusiveLimit: 3 },
        [one('0.5'), one('NaN'), vector, one('0.5')],
        [one('12'), one('0'), vector, one('80')],
        ['inconclusive', 'inconclusive', 'inconclusive -> ask', 'fail -> rollback'],
      ],
      [
        'enough requests and still NaN is an error',
        { minSamples: { source: metric().source, min: 50 } },
        [one('NaN'), one('0')],
        [one('80'), DOWN],
        ['error', 'error'],
      ],
    ];
  test.each(rows)('%s', async (_, of, said, counted, expected) => {
    const source = (query: string) => ({ kind: 'prometheus', url: bench.service.url, headers: {}, query }) as const;
    const judged = metric({
      source: source('errors'),
      ...of,
      ...(of.minSamples && { minSamples: { ...of.minSamples, source: source('requests') } }),
    });
    const put = (query: string, saying: Saying | undefined, now: number) => {
      if (saying === undefined) return;
      answer(queryPath(query), typeof saying === 'function' ? JSON.stringify(saying(now)) : saying);
    };
    const say = (nth: number, now: number) => {
      put('errors', said[nth], now);
      put('requests', counted[nth], now);
    };
    expect(await play([judged], said.length, say)).toEqual(expected);
  });
});

describe('[X4] probe', () => {
  const rows: readonly Row[] = [
    ['one failure acts where one is enough', {}, ['up', DOWN, 'up'], ['pass', 'fail -> rollback', 'pass']],
    ['no answer is a failure, for it asks the service itself', {}, ['up', 'drop'], ['pass', 'fail -> rollback']],
    [
      'three in a row',
      THREE_FAILURES,
      [DOWN, DOWN, 'up', DOWN, DOWN, DOWN],
      ['fail', 'fail', 'pass', 'fail', 'fail', 'fail -> rollback'],
    ],
  ];
  const health = (change: Partial<Metric> = {}) =>
    probe({
      source: {
        kind: 'probe',
        urls: [`${bench.service.url}/health`],
        mode: 'all',
        headers: {},
        expect: { status: 200, pointers: {} },
      },
      ...change,
    });
  test.each(rows)('%s', async (_, of, said, expected) => {
    expect(await play([health(of)], said.length, nth => answer('/health', said[nth]))).toEqual(expected);
  });

  test('all sources silent at once: we are cut off, and nothing rolls back', async () => {
    const elsewhere = metric({ source: { kind: 'json', url: `${await deadAddress()}/kpi`, pointer: '', headers: {} } });
    const told = await play([health(), elsewhere], 4, () => answer('/health', 'drop'));
    expect(told).toEqual(['error error', 'error error', 'error error', 'error error -> page']);
  });

  test('one source still answering, the silent probe is the service that is down', async () => {
    bench.service.answer('/kpi', '{"rate":0}');
    const told = await play([health(), metric({ source: bench.json('/rate') })], 1, () => answer('/health', 'drop'));
    expect(told).toEqual(['fail pass -> rollback']);
  });
});

/** So many errors in a row: from the fourth on somebody is paged. */
function errors(count: number): readonly string[] {
  return Array.from({ length: count }, (_, nth) => (nth < 3 ? 'error' : 'error -> page'));
}
