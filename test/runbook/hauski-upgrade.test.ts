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

  test('[U7] health, budget and errors are checked, and a day is watched', () => {
    expect(find(book('app'), 'in-budget')).toMatchObject({ metrics: ['p95', 'index-p95'] });
    expect(find(book('app'), 'day-after')).toMatchObject({ verb: 'watch', forMs: 24 * HOUR });
  });

  test.each(['app', 'vendor', 'policies', 'toolchain'])('[X8] the plan of %s says when, who and what', async type => {
    const text = planText(plan(book(type), { now: NOW })).replaceAll(/sha256 \w+/g, 'sha256 …');
    await expect(text).toMatchFileSnapshot(`golden/hauski-${type}.plan.txt`);
  });
});
