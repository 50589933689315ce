import { describe, expect, test } from 'vitest';
import type { Watch } from '#src/domain/measure/watch.ts';
import type { Metric } from '#src/domain/runbook/model/metric.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import { factFinder } from '#src/effects/find-facts.ts';
import type { Task } from '#src/ports/effect-kind.ts';
import type { MetricsSource } from '#src/ports/metrics-source.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { ada, NOON } from '../support/given.ts';
import { createMemoryPager } from '../support/memory-pager.ts';
import { World } from '../support/run-world.ts';
import { expectTold, fixture, type Row } from './support.ts';

const METRICS = ['p95', 'errors', 'readiness', 'push'];

function harbour(): ReleaseRunbook {
  const { products, problems } = loadProducts(fixture('harbour'));
  expect(problems).toEqual([]);
  const found = products[0] && resolve(products[0], { type: 'minor' });
  if (!found?.ok) throw new Error(found?.problem ?? 'no product');
  return found.runbook;
}

function limitsIn(watch: Watch | undefined): readonly unknown[] {
  return METRICS.map(name => watch?.metrics.find(one => one.name === name)?.limits[0]?.condition);
}

/** The metrics a check of this step asks for. */
function asked(world: World, step: string): readonly Metric[] {
  const found = world.all('step.started').find(one => one.step === step);
  return found?.resolved['metrics'] as unknown as readonly Metric[];
}

describe('[W7] whose values hold', () => {
  test('a phase judges by those of its environment, one that names none by those of production', () => {
    const world = new World().start(harbour(), { by: ada });
    expect(limitsIn(world.run?.watches['staging']?.definition)).toMatchObject([
      { kind: 'above', value: 400 },
      { kind: 'above', value: 0.02 },
      { kind: 'above', value: 0.005 },
      { kind: 'below', value: 0.9 },
    ]);
    expect(asked(world, 'tried')[0]?.source).toMatchObject({ url: 'http://shop.staging:8080/kpi' });

    world.checked('tried', { kind: 'value', value: 0.92, samples: null });
    expect(asked(world, 'asked')[0]?.source).toMatchObject({ url: 'http://shop:8080/kpi' });
    world.checked('asked', { kind: 'value', value: 0.97, samples: null });
    expect(limitsIn(world.run?.watches['rollout']?.definition)).toMatchObject([
      { kind: 'above', value: 300 },
      { kind: 'above', value: 0.01 },
      { kind: 'above', value: 0.001 },
      { kind: 'below', value: 0.95 },
    ]);
  });

  test('92 % of pushes pass in staging and fail before production', () => {
    const world = new World().start(harbour(), { by: ada });
    world.checked('tried', { kind: 'value', value: 0.92, samples: null });
    expect(world.run?.steps['tried']?.status).toBe('done');
    world.checked('asked', { kind: 'value', value: 0.92, samples: null });
    expect(world.run?.steps['asked']?.status).toBe('failed');
    expect(world.run?.pause?.says).toContain('92 % < 95 %');
  });

  test('a query and its minSamples name the environment they are asked in', () => {
    const world = new World().start(harbour(), { by: ada });
    const p95 = world.run?.watches['staging']?.definition.metrics[0];
    expect(p95?.source).toMatchObject({ query: expect.stringContaining('environment="staging"') });
    expect(p95?.minSamples?.source).toMatchObject({ query: expect.stringContaining('environment="staging"') });
  });

  test('a fact asked for in a phase is that of its environment', async () => {
    const asked: string[] = [];
    const metrics: MetricsSource = {
      read: async request => {
        asked.push(...request.metrics.map(one => (one.source.kind === 'prometheus' ? one.source.query : '')));
        return [];
      },
    };
    const { run } = new World().start(harbour(), { by: ada });
    const find = factFinder(metrics, createMemoryPager({ now: () => NOON }).pager);
    for (const step of ['backup', 'asked'])
      await find({ run, row: { body: { step } }, now: () => NOON } as unknown as Task, {
        fact: 'backup-age',
        compare: null,
        override: null,
      });
    expect(asked).toEqual([
      'max(backup_finished_seconds{environment="staging"})',
      'max(backup_finished_seconds{environment="production"})',
    ]);
  });

  test('the plan says which limits are those of staging', () => {
    const { byItself } = plan(harbour(), { now: NOON });
    expect(byItself).toContain('p95 above 400ms in staging: pauses');
    expect(byItself).toContain('p95 above 300ms: pauses');
    expect(byItself).toContain('push below 90% for 10 min: rolls back by itself');
  });
});

test('a product in which nothing differs is kept once', () => {
  const [shop] = loadProducts(fixture('shop')).products;
  expect(shop?.releases[0]?.variants[0]?.runbook.product).not.toHaveProperty('elsewhere');
});

describe('[W7] what cannot be decided is refused', () => {
  test.each<Row>([
    [
      'an environment nobody has',
      '{ staging: 400ms, default: 300ms }',
      '{ §stagin: 400ms, default: 300ms }',
      /byEnvironment knows no "stagin"/,
      /did you mean "staging"/,
    ],
    [
      'an environment without a value',
      '{ above: { byEnvironment: { production: 1%, staging: 2% } }, action',
      '{ above: { §byEnvironment: { production: 1% } }, action',
      /says nothing for "staging"/,
      /add "staging:" or "default:"/,
    ],
    [
      'people by environment',
      'raci: { rollback: { responsible: captain } }',
      'raci: { rollback: { responsible: §{ byEnvironment: { default: captain } } } }',
      /raci cannot differ by environment/,
      /vars, facts/,
    ],
    [
      'a var of one environment only',
      'vars:\n  SHOP: { byEnvironment: { staging: "http://shop.staging:8080", production: "http://shop:8080" } }',
      'vars: §{ byEnvironment: { staging: { SHOP: "http://a", NEW: x }, production: { SHOP: "http://b" } } }',
      /vars has no "NEW" in production/,
      /same names/,
    ],
    [
      'a limit of another unit in one environment',
      '[{ below: { byEnvironment: { production: 95%, staging: 90% } }',
      '[{ §below: { byEnvironment: { production: 95%, staging: 90 } }',
      /has no unit/,
      /1%/,
    ],
  ])('%s', (...row) => expectTold('harbour', 'product.yml', row));
});
