import { describe, expect, test } from 'vitest';
import { HOUR } from '#src/base/time.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const NOW = Date.parse('2026-11-24T19:00:00Z');

function book(type: string, strategy?: string): ReleaseRunbook {
  const [product] = loadProducts(shipped('hauski')).products;
  const resolved = product && resolve(product, strategy === undefined ? { type } : { type, strategy });
  if (!resolved?.ok) throw new Error(`hausKI ${type} does not resolve`);
  return resolved.runbook;
}

const steps = (of: ReleaseRunbook): readonly Step[] =>
  [
    ...of.phases.filter(phase => phase.off === null).flatMap(phase => phase.steps),
    ...(of.rollback?.steps ?? []),
  ].filter(step => step.off === null);
const commands = (of: ReleaseRunbook) =>
  steps(of).flatMap(step =>
    (step.verb === 'run' || step.verb === 'shift') && step.act.kind === 'run' ? [step.act.argv.join(' ')] : [],
  );
const find = (of: ReleaseRunbook, id: string) => steps(of).find(step => step.id === id);

describe('hausKI upgrades', () => {
  test('[U1] four types, each with its own steps and its own way back', () => {
    expect(book('app').type.strategies).toEqual(['canary', 'blue-green']);
    expect(book('policies').type.strategies).toEqual(['hot-reload', 'restart']);
    const back = (type: string) =>
      book(type).rollback?.steps.filter(step => step.off === null && step.undoes.length > 0);
    expect(back('app')?.map(step => step.id)).toEqual(['fallback', 'drop']);
    expect(back('vendor')?.map(step => step.id)).toEqual(['revert', 'revert-push']);
    expect(back('toolchain')?.map(step => step.id)).toEqual(['revert', 'revert-push']);
    expect(back('policies')?.map(step => step.id)).toEqual([
      'restore',
      'reload-back',
      'restore-commit',
      'restore-push',
    ]);
  });

  test.each(['app', 'vendor', 'policies', 'toolchain'])(
    '[U2] %s begins with CI, vendor, docs, policies and budgets',
    type => {
      const ids = book(type).phases[0]?.steps.map(step => step.id);
      expect(ids).toEqual(expect.arrayContaining(['ci', 'vendored', 'docs', 'policies-valid', 'budgets']));
      expect(commands(book(type))).toContain('bash scripts/check-vendor.sh');
    },
  );

  test('[U3] builds locked, starts the server beside its smoke test, and goes back on regression', () => {
    const app = book('app');
    expect(commands(app)).toContain('cargo build --workspace --release --locked');
    expect(find(app, 'server')).toMatchObject({ background: { until: 'smoke-health' } });
    const soaks = steps(app).flatMap(step =>
      step.verb === 'shift' ? step.waves.map(wave => wave.soakMs / 60_000) : [],
    );
    expect(soaks).toEqual([15, 15, 15]);
    expect(app.rollback?.when.map(one => one.metric)).toEqual(['ready', 'error-rate', 'p95', 'index-p95']);
  });

  test('[U4] the vendor snapshot by the commands of the source, and the given title', () => {
    const all = commands(book('vendor'));
    expect(all).toEqual(
      expect.arrayContaining([
        'cargo vendor --locked --respect-source-config',
        'git add vendor',
        'cargo build --locked',
        'git commit -m vendor: refresh snapshot',
      ]),
    );
    expect(all.find(one => one.startsWith('gh pr create'))).toContain(
      'vendor: refresh snapshot (${{ steps.day.date }})',
    );
    expect(find(book('vendor'), 'ci-change')).toMatchObject({ verb: 'http', until: { everyMs: 60_000 } });
  });

  test.each([
    ['hot-reload', 'hauski-ops reload'],
    ['restart', 'hauski-ops restart'],
  ])('[U5] policies that were read by %s are read back by %s', (strategy, command) => {
    const of = book('policies', strategy);
    expect(commands(of).filter(one => /^hauski-ops re(load|start)$/.test(one))).toEqual([command, command]);
  });

  test('[U5] policies restore the former files of all three', () => {
    expect(commands(book('policies'))).toContain(
      'git checkout ${{ run.commit }} -- policies/limits.yaml policies/routing.yaml policies/models.yaml',
    );
    expect(commands(book('policies', 'restart'))).toContain('hauski-ops restart');
  });

  test('[U6] the toolchain follows its one file', () => {
    expect(find(book('toolchain'), 'in-step')).toMatchObject({ skip: { by: 'never' } });
    expect(commands(book('toolchain'))).toContain('hauski-ops toolchain check');
  });

  test.each(['app', 'policies'])('[U7] after %s health, budget and errors are checked, and a day is watched', type => {
    const of = book(type);
    expect(of.phases.find(phase => phase.id === 'postflight')?.off).toBeNull();
    expect(find(of, 'healthy')).toMatchObject({ metrics: ['ready', 'health'] });
    expect(find(of, 'in-budget')).toMatchObject({ metrics: ['p95', 'index-p95'], onFailure: 'pause' });
    expect(find(of, 'errors')).toMatchObject({
      verb: 'compare',
      with: 'before',
      limits: { 'error-rate': { max: { kind: 'relative', value: 0 }, floor: { value: 0.001 } } },
      onFailure: 'pause',
    });
    expect(find(of, 'logs')).toMatchObject({ verb: 'confirm' });
    expect(find(of, 'day-after')).toMatchObject({
      verb: 'watch',
      metrics: ['ready', 'health', 'error-rate', 'p95', 'index-p95'],
      forMs: 24 * HOUR,
    });
  });

  test.each(['vendor', 'toolchain'])('[U7] %s reaches no user, so main is judged by its CI', type => {
    const on = book(type).phases.filter(phase => phase.off === null);
    expect(on.map(phase => [phase.id, phase.touchesProduction])).toEqual([
      ['preflight', false],
      ['change', false],
      ['merge', false],
    ]);
    expect(find(book(type), 'ci-main')).toMatchObject({ verb: 'http', onFailure: 'pause' });
  });

  test('[U3] [U5] four figures take it back by themselves, each after its time', () => {
    for (const type of ['app', 'policies']) {
      const when = book(type).rollback?.when.map(({ metric, condition, forMs }) => {
        return [metric, condition.kind, 'text' in condition ? condition.text : null, (forMs ?? 0) / 60_000];
      });
      expect(when).toEqual([
        ['ready', 'failing', null, 1],
        ['error-rate', 'above', '5%', 2],
        ['p95', 'above', 'budget', 5],
        ['index-p95', 'above', 'budget', 5],
      ]);
    }
  });

  test('[U2] [U4] [U6] red CI stops each of the four, nobody skips it, nor a toolchain out of step', () => {
    for (const type of ['app', 'vendor', 'policies', 'toolchain']) {
      const asked = steps(book(type)).filter(step => step.verb === 'http');
      for (const step of asked) {
        if (step.verb !== 'http') continue;
        expect(step.until?.expect.pointers).toEqual({ '/workflow_runs/0/conclusion': 'success' });
        expect(step.until?.failOn?.pointers).toEqual({ '/workflow_runs/0/conclusion': 'failure' });
      }
      const ids = { app: ['ci'], policies: ['ci', 'ci-change'] }[type] ?? ['ci', 'ci-change', 'ci-main'];
      expect(asked.map(step => step.id)).toEqual(ids);
      expect(['ci', 'ci-change'].flatMap(id => find(book(type), id)?.skip ?? [])).toEqual(
        ids.filter(id => id !== 'ci-main').map(() => ({ by: 'never' })),
      );
    }
    expect(find(book('toolchain'), 'in-step')).toMatchObject({ skip: { by: 'never' }, onFailure: 'pause' });
  });

  test.each(['app', 'vendor', 'policies', 'toolchain'])('[X8] the plan of %s says when, who and what', async type => {
    const text = planText(plan(book(type), { now: NOW })).replaceAll(/sha256 \w+/g, 'sha256 …');
    await expect(text).toMatchFileSnapshot(`golden/hauski-${type}.plan.txt`);
  });
});
