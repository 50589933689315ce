import { afterEach, beforeEach, expect, test } from 'vitest';
import { metric } from '../../domain/measure/metrics.ts';
import { type Bench, NOW, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

test('Prometheus is not read yet, and says so instead of passing', async () => {
  const sample = await bench.read(
    metric({ source: { kind: 'prometheus', url: bench.service.url, headers: {}, query: 'up' } }),
  );
  expect(sample).toMatchObject({
    kind: 'error',
    silent: false,
    query: 'up',
    detail: 'prometheus is not read by this version yet',
  });
});

test('one source that cannot be measured does not spoil the others', async () => {
  bench.service.answer('/kpi', '{"a":1}');
  const metrics = [
    metric({ name: 'a', source: bench.json('/a') }),
    metric({ name: 'b', source: bench.json('/b', '/broken') }),
  ];
  expect((await bench.source.read({ window: 'w', metrics, now: NOW })).map(one => one.kind)).toEqual([
    'value',
    'error',
  ]);
});
