import { describe, expect, test } from 'vitest';
import { parseExposition } from '#src/adapters/metrics/exposition.ts';

function only(text: string) {
  const { series } = parseExposition(text);
  const [[name, [one, ...rest]]] = [...series] as [[string, [{ labels: object; value: number; at: number | null }]]];
  expect(rest).toEqual([]);
  return { name, ...one };
}

describe('a page of Prometheus text', () => {
  test.each([
    ['a 1', { name: 'a', labels: {}, value: 1, at: null }],
    ['a{} 1', { name: 'a', labels: {}, value: 1, at: null }],
    ['a{b="c"} 1.5e3', { name: 'a', labels: { b: 'c' }, value: 1500, at: null }],
    ['a { b = "c" , d = "e" , } 2', { name: 'a', labels: { b: 'c', d: 'e' }, value: 2, at: null }],
    ['a{b="x\\\\y\\"z\\nw"} 1', { name: 'a', labels: { b: 'x\\y"z\nw' }, value: 1, at: null }],
    ['a{b="}, # {"} 1', { name: 'a', labels: { b: '}, # {' }, value: 1, at: null }],
    ['a{b=""} +Inf', { name: 'a', labels: { b: '' }, value: Number.POSITIVE_INFINITY, at: null }],
    ['a -Inf', { name: 'a', labels: {}, value: Number.NEGATIVE_INFINITY, at: null }],
    ['a NaN', { name: 'a', labels: {}, value: Number.NaN, at: null }],
    ['a 1 1700000000000', { name: 'a', labels: {}, value: 1, at: 1_700_000_000_000 }],
    [
      'a_bucket{le="1"} 5 # {trace_id="x"} 0.4 1700000000.1',
      { name: 'a_bucket', labels: { le: '1' }, value: 5, at: null },
    ],
    ['{"my.metric",b="c"} 3', { name: 'my.metric', labels: { b: 'c' }, value: 3, at: null }],
    ['a 1\r', { name: 'a', labels: {}, value: 1, at: null }],
    ['\ta\t7', { name: 'a', labels: {}, value: 7, at: null }],
  ])('%s', (text, expected) => {
    expect(only(text)).toEqual(expected);
  });

  test('OpenMetrics counts seconds, and what follows its end is not read', () => {
    expect(only('a 1 1700000000.5\n# EOF\nb 2').at).toBe(1_700_000_000_500);
  });

  test('comments name what exists without samples', () => {
    const { names, series } = parseExposition('# HELP a Words.\n# TYPE a counter\n# anything\n\nb 1\n');
    expect([...names]).toEqual(['a', 'b']);
    expect([...series.keys()]).toEqual(['b']);
  });

  test.each([
    ['<html><body>Sign in</body></html>', 'line 1'],
    ['a 1\nb', 'line 2'],
    ['a{b="c} 1', 'closing quote'],
    ['a{b="c"', 'comma'],
    ['a{b=c} 1', 'quote'],
    ['a one', 'value'],
    ['a 1 2 3', 'end of the line'],
    ['{b="c"} 1', 'name'],
  ])('half a page is no page: %s', (text, why) => {
    expect(() => parseExposition(text)).toThrow(why);
  });
});
