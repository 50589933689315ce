import { afterEach, beforeEach, expect, test } from 'vitest';
import { metric } from '../../domain/measure/metrics.ts';
import { type Bench, NOW, openBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench[Symbol.asyncDispose]());

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
