import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadProducts } from '#src/runbook/load.ts';
import { formatProblems } from '#src/runbook/problem.ts';
import { readYaml } from '#src/runbook/yaml/read.ts';
import { fixture, shipped } from './support.ts';

const read = (text: string) => readYaml({ path: 'x.yml', text });

describe('a text that could hurt', () => {
  test('more than 64 KB is refused before it is parsed', () => {
    expect(read(`a: ${'x'.repeat(64 * 1024)}`)).toMatchObject({
      ok: false,
      problems: [{ message: /more than 65536/ }],
    });
  });

  test('bytes count, not characters', () => {
    expect(read(`a: ${'ü'.repeat(33 * 1024)}`).ok).toBe(false);
  });

  test.each([
    ['[', 70],
    ['{a: ', 70],
    ['- ', 900],
    ['? ', 900],
    ['[', 60_000],
  ])('%s, %d levels deep, is refused without recursion, also the second time', (open, levels) => {
    for (let time = 0; time < 2; time += 1) {
      expect(read(open.repeat(levels))).toMatchObject({ ok: false, problems: [{ message: /64 levels/ }] });
    }
  });

  test('sixty levels are fine', () => {
    expect(read(`a: ${'['.repeat(60)}x${']'.repeat(60)}`).ok).toBe(true);
  });

  test('a file full of keys does not block the bot', () => {
    const started = performance.now();
    read(Array.from({ length: 7_000 }, (_, index) => `k${index}: 1`).join('\n'));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test.each(['__proto__', 'constructor', 'prototype'])('the key %s is refused wherever it stands', key => {
    for (const text of [`${key}: { polluted: true }`, `a: { ${key}: x }`, `a: [{ "${key}": { b: 1 } }]`]) {
      expect(read(text)).toMatchObject({ ok: false, problems: [{ message: /cannot be a name/ }] });
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('all mistakes are listed, not the first', () => {
    expect(read('a: &x 1\nb: *x\nc:\nd: 1\nd: 2\n')).toMatchObject({ ok: false, problems: { length: 4 } });
  });
});

describe('any text at all', () => {
  const texts = [...shipped('valero'), ...fixture('shop')];

  test('is answered and never thrown at, however a shipped file is mangled', () => {
    const mangled = fc.record({
      which: fc.nat(texts.length - 1),
      at: fc.nat(20_000),
      take: fc.nat(40),
      put: fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.constantFrom(
          '§',
          '{',
          '[',
          '- ',
          ': ',
          '#',
          '"',
          '&a ',
          '*a',
          '${{',
          '}}',
          '__proto__: 1\n',
          '\n\t',
          '|',
          '!!js ',
          'only: [x]\n',
        ),
      ),
    });
    fc.assert(
      fc.property(mangled, ({ which, at, take, put }) => {
        const files = texts.map((file, index) => {
          if (index !== which) return file;
          const start = at % file.text.length;
          return { ...file, text: file.text.slice(0, start) + put + file.text.slice(start + take) };
        });
        const { problems } = loadProducts(files);
        expect(problems.every(one => one.line > 0 && one.column > 0 && one.hint !== '' && one.message !== '')).toBe(
          true,
        );
      }),
      { numRuns: 100 },
    );
  }, 240_000);

  test('is answered, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        loadProducts([{ path: 'a/product.yml', text }]);
      }),
    );
  });
});

test('problems are printed one a line, in order, as editors link them', () => {
  const { problems } = loadProducts([{ path: 'a/release.yml', text: 'kind: release\ntitle: #x\n' }]);
  expect(formatProblems(problems)).toBe(
    'a/release.yml:2:1  error  "title" has no value; write one; if it begins with #, put it in quotes',
  );
});
