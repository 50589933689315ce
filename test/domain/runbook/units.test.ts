import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitLine } from '#src/domain/runbook/argv.ts';
import { parseOffset } from '#src/domain/runbook/offset.ts';
import { parseFact, readAmount, toBase } from '#src/domain/runbook/units.ts';

describe('a limit', () => {
  test.each([
    ['1%', 'ratio', 0.01],
    ['1.5%', 'percent', 0.015],
    ['500ms', 's', 500],
    ['2s', 'ms', 2_000],
    ['1.5s', 'ms', 1_500],
    ['24h', 'age', 86_400_000],
    ['1000', 'count', 1_000],
    [1000, 'count', 1_000],
    ['80', '°C', 80],
    ['80°C', '°C', 80],
  ] as const)('%s for a metric in %s is %d', (text, unit, value) => {
    expect(readAmount(text, unit)).toEqual({ ok: true, value, text: String(text) });
  });

  test.each([
    ['1', 'ratio'],
    [500, 's'],
    ['24', 'age'],
  ] as const)('%s, bare, for a metric in %s is refused', (text, unit) => {
    expect(readAmount(text, unit)).toMatchObject({ ok: false, problem: /has no unit/ });
  });

  test.each([
    ['1%', 'ms'],
    ['1s', 'ratio'],
    ['1%', 'count'],
    ['much', 'count'],
    ['', 'ms'],
    ['1e3', 'count'],
  ] as const)('"%s" is no limit in %s', (text, unit) => {
    expect(readAmount(text, unit).ok).toBe(false);
  });

  test('of 1 % is met by exactly 1 percent as the source delivers it', () => {
    expect(readAmount('1%', 'percent')).toMatchObject({ value: toBase(1, 'percent') });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), hundredths => {
        const percent = hundredths / 100;
        expect(readAmount(`${percent}%`, 'percent')).toMatchObject({ value: toBase(percent, 'percent') });
      }),
    );
  });
});

test('values of a source are kept in the base unit', () => {
  expect([toBase(0.135, 's'), toBase(135, 'ms'), toBase(0.3, 'percent'), toBase(7, 'count')]).toEqual([
    135, 135, 0.003, 7,
  ]);
});

describe('a fact', () => {
  test.each([
    ['green', { fact: 'green', compare: null }],
    ['backup-age < 24h', { fact: 'backup-age', compare: { op: '<', value: 86_400_000, text: '24h' } }],
    ['drill.restore.age < 30d', { fact: 'drill.restore.age', compare: { op: '<', value: 2_592_000_000, text: '30d' } }],
    ['errors < 1%', { fact: 'errors', compare: { op: '<', value: 0.01, text: '1%' } }],
    ['colour == blue', { fact: 'colour', compare: { op: '==', value: 'blue', text: 'blue' } }],
  ])('%s', (text, fact) => {
    expect(parseFact(text)).toEqual(fact);
  });

  test.each(['', '< 3', 'a <', 'a < b < c', 'a b', 'a = b'])('"%s" is none', text => {
    expect(parseFact(text)).toBeUndefined();
  });
});

describe('a moment counted from T', () => {
  test.each([
    ['T', { sign: 1, ms: 0, days: 0, text: 'T' }],
    ['T-24h', { sign: -1, ms: 86_400_000, days: 0, text: 'T-24h' }],
    ['T-1d', { sign: -1, ms: 0, days: 1, text: 'T-1d' }],
    ['T+1h30m', { sign: 1, ms: 5_400_000, days: 0, text: 'T+1h30m' }],
  ])('%s', (text, offset) => {
    expect(parseOffset(text)).toEqual(offset);
  });

  test.each(['24h', 'T-', 'T-24', 't-24h', 'T - 24h', 'T24h', 'T--1h'])('"%s" is none', text => {
    expect(parseOffset(text)).toBeUndefined();
  });
});

describe('a command line', () => {
  test('is split at its spaces, a template staying in its word', () => {
    expect(splitLine('kubectl  set image x=${{ vars.IMAGE }}:${{ run.version }} .')).toEqual({
      ok: true,
      argv: ['kubectl', 'set', 'image', 'x=${{ vars.IMAGE }}:${{ run.version }}', '.'],
    });
  });

  test.each([
    'a "b"',
    "a 'b'",
    'a | b',
    'a > b',
    'a; b',
    'a & b',
    'a $B',
    'a *',
    'a `b`',
    'a < b',
    'a \\b',
    'a ${{ b',
    '',
  ])('%s needs a shell, or is nothing', line => {
    expect(splitLine(line).ok).toBe(false);
  });
});
