import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWindows, type Windows } from '#src/adapters/metrics/windows.ts';

const SECOND = 1_000;

type Grown = { readonly over: number; readonly [series: string]: number };

function read(windows: Windows, seconds: number, counters: { [series: string]: number }, key = 'w'): Grown | null {
  const reading = {
    at: seconds * SECOND,
    windowMs: 60_000,
    intervalMs: 15_000,
    counters: new Map(Object.entries(counters)),
  };
  const growth = windows.grown(key, reading);
  return growth && { over: growth.overMs / SECOND, ...Object.fromEntries(growth.by) };
}

describe('counters in a window', () => {
  test('the first reading has nothing to be compared with', () => {
    const windows = createWindows();
    expect(read(windows, 0, { a: 100 })).toBeNull();
    expect(read(windows, 15, { a: 107 })).toEqual({ over: 15, a: 7 });
  });

  test('looks back a window once there is one', () => {
    const windows = createWindows();
    for (let at = 0; at <= 300; at += 15) read(windows, at, { a: at });
    expect(read(windows, 315, { a: 315 })).toEqual({ over: 60, a: 60 });
  });

  test('a reset counts from zero, wherever in the window it was', () => {
    const windows = createWindows();
    read(windows, 0, { a: 1000 });
    read(windows, 15, { a: 1010 });
    expect(read(windows, 30, { a: 4 })).toEqual({ over: 30, a: 14 });
    expect(read(windows, 45, { a: 2000 })).toEqual({ over: 45, a: 2010 });
  });

  test('a label set that was not there before began at zero; one that vanishes keeps what it had', () => {
    const windows = createWindows();
    read(windows, 0, { ok: 50 });
    expect(read(windows, 15, { ok: 60, failed: 5 })).toEqual({ over: 15, ok: 10, failed: 5 });
    expect(read(windows, 30, { ok: 70 })).toEqual({ over: 30, ok: 20, failed: 5 });
    expect(read(windows, 45, { ok: 80, failed: 7 })).toEqual({ over: 45, ok: 30, failed: 7 });
  });

  test('after too long without a reading it warms up again', () => {
    const windows = createWindows();
    read(windows, 0, { a: 1 });
    read(windows, 15, { a: 2 });
    expect(read(windows, 316, { a: 1000 })).toBeNull();
    expect(read(windows, 331, { a: 1001 })).toEqual({ over: 15, a: 1 });
  });

  test('a clock that jumped back warms up again', () => {
    const windows = createWindows();
    read(windows, 100, { a: 1 });
    expect(read(windows, 50, { a: 2 })).toBeNull();
  });

  test('the same moment twice is one reading', () => {
    const windows = createWindows();
    read(windows, 0, { a: 1 });
    expect(read(windows, 0, { a: 2 })).toBeNull();
    expect(read(windows, 15, { a: 4 })).toEqual({ over: 15, a: 3 });
    expect(read(windows, 15, { a: 9 })).toEqual({ over: 15, a: 3 });
  });

  test('[X4] one counter too many is an error of its own and blinds no other; runs do not share a baseline', () => {
    const windows = createWindows(2);
    for (let at = 0; at <= 60; at += 15) {
      const growths = ['one', 'two'].map(key => read(windows, at, { a: at }, key));
      expect(growths).toEqual(at === 0 ? [null, null] : [at, at].map(a => ({ over: a, a })));
      expect(() => read(windows, at, { a: at }, 'three')).toThrow('more than 2 counters are watched at once');
    }
    // Those runs are over.
    expect(read(windows, 4_000, { a: 1 }, 'three')).toBeNull();
  });

  test('[X4] an answer that was overtaken on its way resets nothing', () => {
    const windows = createWindows();
    for (let at = 0; at <= 60; at += 15) read(windows, at, { a: at });
    expect(read(windows, 50, { a: 50 })).toEqual({ over: 60, a: 60 });
    expect(read(windows, 75, { a: 75 })).toEqual({ over: 60, a: 60 });
  });

  test('[X4] warming up has an end: readings that never come near enough to each other are an error', () => {
    const windows = createWindows();
    expect(read(windows, 0, { a: 0 })).toBeNull();
    expect(read(windows, 400, { a: 9 })).toBeNull();
    expect(() => read(windows, 800, { a: 9 })).toThrow('for 13 min 20 s no two readings came near enough');
    expect(read(windows, 815, { a: 12 })).toEqual({ over: 15, a: 3 });
    // Later it may be cold once more.
    expect(read(windows, 1_300, { a: 20 })).toBeNull();
  });

  test('growth within the window is what really happened, whatever was reset', () => {
    const steps = fc.array(fc.record({ by: fc.nat(50), reset: fc.boolean() }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(steps, all => {
        const windows = createWindows();
        let counter = 500;
        const happened: number[] = [];
        read(windows, 0, { a: counter });
        for (const [index, { by, reset }] of all.entries()) {
          // A reset that counted up beyond the old value between two readings cannot be seen by anybody.
          counter = reset && by < counter ? by : counter + by;
          happened.push(by);
          const growth = read(windows, (index + 1) * 15, { a: counter });
          expect(growth?.['a']).toBe(happened.slice(-4).reduce((sum, one) => sum + one, 0));
        }
      }),
    );
  });

  test('NaN and too many series are refused', () => {
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`s${index}`, 1]));
    expect(() => read(createWindows(), 0, { a: Number.NaN })).toThrow('a counter says NaN');
    expect(() => read(createWindows(), 0, many)).toThrow('more than 1000 series');
  });
});
