import { expect, test } from 'vitest';
import { grid } from '#src/domain/measure/grid.ts';
import { defineWatch, startWatch } from '#src/domain/measure/watch.ts';
import { metric, value } from './metrics.ts';
import { last, play } from './play.ts';

const HOUR = 3_600_000;

test('a watch sweeps at its smallest interval', () => {
  expect(grid([metric({ intervalMs: 30_000 }), metric({ intervalMs: 5_000 })])).toBe(5_000);
  expect(grid([])).toBe(15_000);
});

test('longer than two hours it sweeps at most once a minute', () => {
  expect(grid([metric()], 2 * HOUR)).toBe(15_000);
  expect(grid([metric()], 2 * HOUR + 1)).toBe(60_000);
  expect(grid([metric({ intervalMs: 300_000 })], 24 * HOUR)).toBe(300_000);
});

test('a watch that turns out long slows down', () => {
  const watch = defineWatch({ metrics: [metric()] });
  const said = [{ at: 3 * HOUR, 'error-rate': value(0) }];
  expect(last(play(watch, said, startWatch(0))).nextInMs).toBe(60_000);
});
