import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import { metric } from '../../domain/measure/metrics.ts';
import { deadAddress } from '../support/service.ts';
import { type Bench, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

describe('probe', () => {
  const probe = (urls: readonly string[], mode: 'all' | 'first' = 'all', expectation = {}): Metric =>
    metric({
      source: { kind: 'probe', urls, mode, headers: {}, expect: { status: 200, pointers: {}, ...expectation } },
    });
  const at = (path: string) => `${bench.service.url}${path}`;

  test('one address as expected, and not', async () => {
    bench.service.answer('/health', '{"ok":true}');
    expect(await bench.read(probe([at('/health')]))).toMatchObject({
      kind: 'probe',
      ok: true,
      silent: false,
      detail: 'HTTP 200',
    });
    bench.service.answer('/health', { status: 503 });
    expect(await bench.read(probe([at('/health')]))).toMatchObject({
      ok: false,
      silent: false,
      detail: 'HTTP 503, expected 200',
    });
  });

  test('what must stand in the answer', async () => {
    bench.service.answer('/health', '{"ok":false}');
    const wanted = probe([at('/health')], 'all', { pointers: { '/ok': true } });
    expect(await bench.read(wanted)).toMatchObject({ ok: false, detail: 'HTTP 200, /ok is false, expected true' });
  });

  test('a redirect is not the answer that was expected', async () => {
    bench.service.answer('/health', { status: 302, headers: { location: '/login' } });
    expect(await bench.read(probe([at('/health')], 'all', { status: null }))).toMatchObject({
      ok: false,
      detail: 'HTTP 302, expected a 2xx',
    });
  });

  test('no answer is a fact about the service', async () => {
    expect(await bench.read(probe([await deadAddress()]))).toMatchObject({ kind: 'probe', ok: false, silent: true });
  });

  test('all must answer; one that does not is named, and the others keep it from being silence', async () => {
    bench.service.answer('/a', 'up');
    const dead = await deadAddress();
    const sample = await bench.read(probe([at('/a'), dead]));
    expect(sample).toMatchObject({ ok: false, silent: false, detail: expect.stringContaining(dead) });
  });

  test('first takes the first that is not 404, even where it fails', async () => {
    bench.service.answer('/health', { status: 503 });
    bench.service.answer('/ok', 'up');
    const sample = await bench.read(probe([at('/ready'), at('/health'), at('/ok')], 'first'));
    expect(sample).toMatchObject({ ok: false, detail: 'HTTP 503, expected 200' });
    expect(bench.service.requests.map(one => one.path)).toEqual(['/ready', '/health']);
    expect(await bench.read(probe([at('/ready'), at('/livez')], 'first'))).toMatchObject({ ok: false, silent: false });
  });
});
