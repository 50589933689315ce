import { expect, test } from 'vitest';
import { judgeWhen, parseWhen } from '#src/domain/runbook/when.ts';

const VALUES: { [name: string]: string | number | readonly string[] } = {
  'inputs.schema': 'none',
  'inputs.count': 9,
  'inputs.length': '90s',
  'inputs.flags': ['a', 'b'],
  'inputs.nothing': [],
};
const scope = (name: string) => (Object.hasOwn(VALUES, name) ? VALUES[name] : undefined);
const judge = (text: string) => {
  const when = parseWhen(text);
  return when ? judgeWhen(when, scope) : 'unreadable';
};

test.each([
  ['inputs.schema == none', true],
  ['inputs.schema != none', false],
  ['inputs.count < 10', true],
  ['inputs.count > 9', false],
  ['inputs.length < 2m', true],
  ['inputs.flags == a, b', true],
  ['inputs.nothing == none', true],
])('%s is %s', (text, value) => {
  expect(judge(text)).toEqual({ ok: true, value });
});

test.each([['inputs.nope == 1'], ['inputs.schema < 3'], ['inputs.count < 3m'], ['constructor == x']])(
  '%s is a problem, not a no',
  text => {
    expect(judge(text)).toMatchObject({ ok: false });
  },
);

test.each([['inputs.a'], ['a == b == c'], ['a == b && c == d'], ['a >= 3'], ['== 3'], ['a =='], ['']])(
  '"%s" is not one comparison',
  text => {
    expect(judge(text)).toBe('unreadable');
  },
);
