import { describe, expect, test } from 'vitest';
import { sha256 } from '#src/base/id.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import type { LoadedProduct } from '#src/runbook/load-product.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { fixture } from './support.ts';

function shop(vars = {}): LoadedProduct {
  const [product] = loadProducts(fixture('shop'), { vars }).products;
  if (!product) throw new Error('the shop did not load');
  return product;
}

function runbook(wanted: { type: string; strategy?: string }): ReleaseRunbook {
  const resolved = resolve(shop(), wanted);
  if (!resolved.ok) throw new Error(resolved.problem);
  return resolved.runbook;
}

const steps = (book: ReleaseRunbook): readonly Step[] => book.phases.flatMap(phase => phase.steps);

describe('the whole language', () => {
  test('of the normative example product is read; only what this version cannot run is told', () => {
    const { problems } = loadProducts(fixture('bookshop'));
    const rest = problems.filter(one => !/not run by this version yet/.test(one.message));
    expect(rest.map(one => `${one.level} ${one.file}:${one.line} ${one.message}`)).toEqual([
      'warning bookshop/product.yml:27 an incident that names no service pages nobody',
      'warning bookshop/product.yml:63 "devops" has no pager: a direct message is sent and no phone rings',
      'warning bookshop/product.yml:64 "product-owner" has no pager: a direct message is sent and no phone rings',
    ]);
    expect(problems.filter(one => one.level === 'error').map(one => `${one.file}:${one.line}`)).toEqual([]);
  });
});

describe('resolving', () => {
  test('takes the first strategy of a type, or the one that is named', () => {
    expect(runbook({ type: 'minor' }).strategy).toBe('canary');
    expect(runbook({ type: 'minor', strategy: 'rolling' }).strategy).toBe('rolling');
  });

  test('finds a type by its alias', () => {
    expect(runbook({ type: 'feature' }).type.name).toBe('minor');
  });

  test('says what there is where the type or strategy is unknown', () => {
    expect(resolve(shop(), { type: 'minro' })).toEqual({
      ok: false,
      problem: 'shop has no release type "minro": did you mean "minor"?',
    });
    expect(resolve(shop(), { type: 'patch', strategy: 'canary' })).toMatchObject({
      ok: false,
      problem: /no strategy "canary"/,
    });
  });

  test('replaces byStrategy in a list by the items of the branch', () => {
    const verbs = (strategy: string) => runbook({ type: 'minor', strategy }).phases[2]?.steps.map(step => step.id);
    expect(verbs('canary')).toEqual(['migrate', 'waves']);
    expect(verbs('rolling')).toEqual(['migrate', 'roll']);
  });

  test('keeps a step that is only for other types, off and with the reason', () => {
    const off = (type: string) => runbook({ type, strategy: 'rolling' }).phases[1]?.steps[0]?.off;
    expect(off('minor')).toBeNull();
    expect(off('patch')).toBe('only minor');
  });

  test('gives steps without an id one from their place', () => {
    expect(steps(runbook({ type: 'minor' })).map(step => step.id)).toContain('prepare.1');
  });

  test('converts limits to the base unit of the metric and keeps the words', () => {
    const { metrics } = runbook({ type: 'minor' }).product;
    expect(metrics['errors']?.limits[0]?.condition).toEqual({ kind: 'above', value: 0.01, text: '1%' });
    expect(metrics['p95']?.limits[0]?.condition).toEqual({ kind: 'above', value: 500, text: '500ms' });
    expect(runbook({ type: 'minor' }).rollback?.when).toEqual([
      { metric: 'errors', condition: { kind: 'above', value: 0.02, text: '2%' }, forMs: 300_000 },
    ]);
  });

  test('reads facts with their comparison', () => {
    expect(runbook({ type: 'minor' }).type.needs).toEqual([
      { fact: 'backup-age', compare: { op: '<', value: 86_400_000, text: '24h' }, override: null },
    ]);
  });

  test('fills in what the language leaves out', () => {
    const tests = steps(runbook({ type: 'minor' })).find(step => step.id === 'tests');
    expect(tests).toMatchObject({
      title: 'npm test',
      roles: ['devops'],
      onFailure: 'pause',
      skip: { by: 'role' },
      timeoutMs: 1_800_000,
      repeatable: false,
    });
    const told = steps(runbook({ type: 'minor' })).find(step => step.id === 'told');
    expect(told).toMatchObject({
      roles: ['captain'],
      onFailure: 'continue',
      text: 'Version ${{ run.version }} is planned.',
    });
  });

  test('names the files with the hash of their bytes', () => {
    const expected = fixture('shop').map(file => ({ path: file.path, hash: sha256(file.text) }));
    expect(runbook({ type: 'minor' }).files).toEqual(expected);
  });

  test('is plain JSON, because the first event of a run carries it', () => {
    const book = runbook({ type: 'minor' });
    expect(JSON.parse(JSON.stringify(book))).toEqual(book);
  });

  test('lets the environment say what a var is, and only one the product has', () => {
    const { products } = loadProducts(fixture('shop'), { vars: { SHOP: 'http://elsewhere', OTHER: 'x' } });
    const resolved = products[0] && resolve(products[0], { type: 'minor' });
    expect(resolved).toMatchObject({ ok: true, runbook: { product: { vars: { SHOP: 'http://elsewhere' } } } });
    expect(JSON.stringify(resolved)).not.toContain('OTHER');
  });
});

describe('files that do not fit together', () => {
  const files = fixture('shop');
  const [product, release] = files;
  const messages = (more: readonly { path: string; text: string }[]) =>
    loadProducts(more).problems.map(one => one.message);

  test('a folder without a product', () => {
    expect(messages(files.slice(1))).toEqual(['the folder "shop" has no product.yml']);
  });

  test('two products in one folder', () => {
    expect(messages([...files, { path: 'shop/second.yml', text: product?.text ?? '' }])).toContain(
      '"shop" has a second product file',
    );
  });

  test('a release type in two files', () => {
    const { problems, products } = loadProducts([...files, { path: 'shop/second.yml', text: release?.text ?? '' }]);
    expect(problems.map(one => one.message)).toContain('the release type "minor" already belongs to shop/release.yml');
    expect(products[0]?.startable).toBe(false);
  });

  test('a product without releases is loaded and can start nothing', () => {
    const { problems, products } = loadProducts(files.slice(0, 1));
    expect(problems).toEqual([]);
    expect(products[0] && resolve(products[0], { type: 'minor' })).toMatchObject({ ok: false });
  });

  test('a product with a mistake starts nothing, also not what is right in it', () => {
    const broken = files.map(file => ({
      ...file,
      text: file.text.replace('limits: [{ failures: 1, action: rollback }]', 'limit: none'),
    }));
    const [loaded] = loadProducts(broken).products;
    expect(loaded && resolve(loaded, { type: 'minor' })).toEqual({
      ok: false,
      problem: 'The runbooks of shop have mistakes; the operator sees them with: npm run gonogo lint',
    });
  });
});

test('byEnvironment is decided by the phase a step stands in', () => {
  const text = (fixture('shop')[1]?.text ?? '')
    .replace(
      '- run: npm run migrate:up',
      '- run: { byEnvironment: { production: npm run migrate:up, default: npm run x } }',
    )
    .replace('    title: Go or no-go', '    title: Go or no-go\n    environment: staging')
    .replace(
      'item: The logs are quiet',
      'item: { byEnvironment: { staging: The staging logs are quiet, production: no } }',
    );
  const files = fixture('shop').map((file, index) => (index === 1 ? { ...file, text } : file));
  const { products, problems } = loadProducts(files);
  expect(problems).toEqual([]);
  const resolved = products[0] && resolve(products[0], { type: 'minor' });
  if (!resolved?.ok) throw new Error('not resolved');
  expect(resolved.runbook.phases[1]?.steps[0]).toMatchObject({ items: [{}, { item: 'The staging logs are quiet' }] });
  expect(resolved.runbook.phases[2]?.steps[0]?.title).toBe('npm run migrate:up');
});
