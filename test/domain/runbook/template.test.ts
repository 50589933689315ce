import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  malformed,
  names,
  resolveArgv,
  resolveHeaders,
  resolveJson,
  resolveQuery,
  resolveText,
  resolveUrl,
  type Scope,
} from '#src/domain/runbook/template.ts';

const VALUES: { [name: string]: string | number | readonly string[] } = {
  'inputs.version': '1.3.0',
  'inputs.evil': '--force',
  'inputs.flags': ['a', 'b'],
  'inputs.empty': '',
  'inputs.up': '..',
  'inputs.nested': '${{ vars.SHOP }}',
  'rollback.reason': '-rf',
  'vars.SHOP': 'http://shop:8080',
  'vars.DASH': '-v',
  'wave.weight': 10,
  'run.startedAt': '2026-11-21T20:00:00.000Z',
};
const scope: Scope = name => (Object.hasOwn(VALUES, name) ? VALUES[name] : undefined);

describe('a template', () => {
  test('names what it needs, in order', () => {
    expect(names('a ${{ b.c }} d ${{e}} ${{ b.c }}')).toEqual(['b.c', 'e', 'b.c']);
  });

  test.each([['${{ a + b }}'], ['${{ }}'], ['${{ a'], ['${{ a } }'], ['${{ a..b }}']])('cannot be read as %s', text => {
    expect(malformed(text)).toBeDefined();
    expect(resolveText(text, scope).ok).toBe(false);
  });

  test('is never an empty text for a name nobody knows, also not one of a prototype', () => {
    for (const name of ['inputs.nope', 'constructor', '__proto__', 'inputs.toString']) {
      expect(resolveText(`x \${{ ${name} }}`, scope)).toEqual({
        ok: false,
        name,
        problem: `${name}: nothing here has this name`,
      });
    }
  });

  test('is resolved once: a value that looks like a template stays as it is', () => {
    expect(resolveText('${{ inputs.nested }}', scope)).toEqual({ ok: true, value: '${{ vars.SHOP }}' });
  });

  test('joins lists in sentences', () => {
    expect(resolveText('flags: ${{ inputs.flags }}', scope)).toEqual({ ok: true, value: 'flags: a, b' });
  });

  test('says where a secret may stand', () => {
    expect(resolveText('${{ secrets.TOKEN }}', scope)).toMatchObject({ ok: false, problem: /headers and in env/ });
  });
});

describe('a command', () => {
  test('keeps a value inside its word', () => {
    const value = 'a b; rm -rf / $(x) "q"';
    const resolved = resolveArgv(['x', 'v=${{ inputs.v }}', '${{ inputs.v }}'], () => value);
    expect(resolved).toEqual({ ok: true, value: ['x', `v=${value}`, value] });
  });

  test.each(['inputs.evil', 'rollback.reason'])(
    'refuses %s, typed in and beginning with a dash, at the begin of a word',
    name => {
      expect(resolveArgv(['x', `\${{ ${name} }}`], scope)).toMatchObject({ ok: false, name });
      expect(resolveArgv(['x', `\${{ inputs.empty }}\${{ ${name} }}`], scope)).toMatchObject({ ok: false, name });
      expect(resolveArgv(['x', `v=\${{ ${name} }}`], scope).ok).toBe(true);
    },
  );

  test("takes a dash from the runbook's author", () => {
    expect(resolveArgv(['x', '${{ vars.DASH }}'], scope)).toEqual({ ok: true, value: ['x', '-v'] });
  });

  test('refuses a NUL', () => {
    expect(resolveArgv(['${{ inputs.v }}'], () => 'a\0b').ok).toBe(false);
  });

  test('never changes the number of words', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.string(), (words, value) => {
        const argv = words.map(word => `x${word.replaceAll('${{', '')}\${{ inputs.v }}`);
        const resolved = resolveArgv(argv, () => value.replaceAll('\0', ''));
        return resolved.ok && resolved.value.length === argv.length;
      }),
    );
  });
});

describe('an address', () => {
  test('takes a var at its begin as it is and encodes what follows', () => {
    expect(resolveUrl('${{ vars.SHOP }}/x?from=${{ run.startedAt }}', scope)).toEqual({
      ok: true,
      value: 'http://shop:8080/x?from=2026-11-21T20%3A00%3A00.000Z',
    });
  });

  test('refuses to begin with a value somebody typed', () => {
    expect(resolveUrl('${{ inputs.version }}/x', scope)).toMatchObject({ ok: false, name: 'inputs.version' });
  });

  test('refuses to let a typed value choose the host', () => {
    expect(resolveUrl('http://${{ inputs.version }}/x', scope)).toMatchObject({ ok: false, name: 'inputs.version' });
    expect(resolveUrl('http://a.${{ inputs.version }}:80/x', scope).ok).toBe(false);
  });

  test('refuses a step up in the path', () => {
    expect(resolveUrl('http://a/b/${{ inputs.up }}/c', scope)).toMatchObject({ ok: false, name: 'inputs.up' });
  });

  test('never lets a value leave its place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), value => {
        fc.pre(value !== '.' && value !== '..');
        const resolved = resolveUrl('http://host/a/${{ inputs.v }}/b?q=${{ inputs.v }}', () => value);
        if (!resolved.ok) return false;
        const url = new URL(resolved.value);
        const path = decodeURIComponent(url.pathname);
        return url.host === 'host' && path === `/a/${value.toWellFormed()}/b` && url.hash === '';
      }),
    );
  });
});

test('headers keep secrets for the adapter and resolve the rest', () => {
  expect(resolveHeaders({ a: 'Bearer ${{ secrets.T }}', b: '${{ inputs.version }}' }, scope)).toEqual({
    ok: true,
    value: { a: 'Bearer ${{ secrets.T }}', b: '1.3.0' },
  });
});

test('a JSON body keeps the type of a template that stands alone', () => {
  expect(
    resolveJson({ w: '${{ wave.weight }}', f: ['${{ inputs.flags }}'], s: 'v${{ inputs.version }}', n: null }, scope),
  ).toEqual({
    ok: true,
    value: { w: 10, f: [['a', 'b']], s: 'v1.3.0', n: null },
  });
  expect(resolveJson({ a: ['${{ nope }}'] }, scope).ok).toBe(false);
});

describe('a query', () => {
  const query = (text: string) => resolveQuery(text, scope);

  test('takes plain values, and whatever the author of the runbook wrote', () => {
    expect(query('up{version="${{ inputs.version }}"}')).toEqual({ ok: true, value: 'up{version="1.3.0"}' });
    expect(query('up{at="${{ run.startedAt }}"} > ${{ wave.weight }}').ok).toBe(true);
  });

  test.each([['1"} or vector(0'], ['a\\'], ['1 or up'], ['a\nb'], ["'"], ['`']])(
    'refuses %j, which would change what is asked',
    typed => {
      expect(resolveQuery('up{v="${{ inputs.v }}"}', () => typed)).toMatchObject({ ok: false, name: 'inputs.v' });
      expect(resolveQuery('up{v="${{ vars.V }}"}', () => typed).ok).toBe(true);
    },
  );
});
