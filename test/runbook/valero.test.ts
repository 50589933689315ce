import { describe, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { downtimeOf } from '#src/domain/runbook/downtime.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { ChecklistItem, Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const [product] = loadProducts(shipped('valero')).products;
const book = bookOf('minor');
const T = Date.parse('2026-11-24T19:00:00Z');
const NOW = Date.parse('2026-11-23T12:00:00Z');

function bookOf(type: string, strategy?: string): ReleaseRunbook {
  const resolved = product && resolve(product, { type, strategy });
  if (!resolved?.ok) throw new Error(resolved?.problem ?? 'VALERO does not load');
  return resolved.runbook;
}

const phase = (id: string) => book.phases.find(one => one.id === id);
const stepsOf = (of: ReleaseRunbook): readonly Step[] => [
  ...of.phases.flatMap(one => one.steps),
  ...(of.rollback?.steps ?? []),
  ...of.finally,
];
const step = (id: string, of = book): Step | undefined => stepsOf(of).find(one => one.id === id);
const command = (id: string, of = book) => {
  const found = step(id, of);
  if (found?.verb !== 'run' && found?.verb !== 'shift') return undefined;
  return found.act.kind === 'run' ? found.act.argv.join(' ') : undefined;
};

test('what is shipped lints without an error or a warning', () => {
  expect(loadProducts(shipped('valero')).problems).toEqual([]);
});

describe('VALERO minor', () => {
  test('[V1] [V16] raises Y, goes out as a canary or blue/green, owes its documents and keeps approvals, rollout and post-checks', () => {
    expect(book.type).toMatchObject({
      bump: 'minor',
      strategies: ['canary', 'blue-green'],
      documents: {
        before: ['release-notes', 'api-changelog', 'migration-plan', 'rollback-plan'],
        after: ['deployment-report', 'lessons-learned'],
      },
      audit: ['approvals', 'rollout', 'post-checks'],
    });
  });

  test('[V2] has no downtime unless a migration needs a lock', () => {
    expect(book.type.downtime).toEqual({ kind: 'when', when: { name: 'inputs.lock', op: '==', value: 'yes' } });
  });

  test('[V3] prepares changelog, version, tag, image and all three kinds of tests, and ends in the checkpoint', () => {
    const on = phase('prepare')?.steps.filter(one => one.off === null);
    expect(on?.map(one => one.verb)).toEqual([
      'version',
      'run',
      'run',
      'run',
      'run',
      'run',
      'run',
      'run',
      'attach',
      'release-notes',
      'tag',
      'report',
      'notify',
    ]);
    expect(['unit', 'integration', 'e2e'].map(id => command(id))).toEqual([
      'npm run test:unit',
      'npm run test:integration',
      'npm run test:e2e',
    ]);
    expect(command('image')).toBe('docker build -t ${{ vars.IMAGE }}:${{ run.version }} .');
    expect(book.product.vars['IMAGE']).toBe('valero-neuroerp');
    expect(book.product.repository?.tag).toBe('v${{ run.version }}');
    expect(phase('prepare')?.checkpoint?.says).toBe('All tests are green and the changelog is approved');
  });

  test('[V4] checks three services, rehearses the migrations and compares events, DTOs and API', () => {
    const { vars, metrics } = book.product;
    expect([vars['DOCUMENT'], vars['NOTIFICATIONS'], vars['AUDIT']]).toEqual([
      'http://document-domain:3070',
      'http://notifications-domain:3080',
      'http://audit-domain:3090',
    ]);
    expect(metrics['health']?.source).toMatchObject({
      urls: ['DOCUMENT', 'NOTIFICATIONS', 'AUDIT'].map(name => `\${{ vars.${name} }}/health`),
    });
    expect(command('dry-run')).toBe('npm run migrate:gen -- --dry-run');
    expect(['event-schemas', 'api'].map(id => command(id)?.split(' ')[0])).toEqual(['nats', 'oasdiff']);
    expect(phase('pre-checks')?.checkpoint?.items.map(one => [one.item.split(' (')[0], one.role])).toEqual([
      ['The DTOs', 'qa'],
    ]);
  });

  test('[V5] moves 10, 50 and 100 % of the users', () => {
    const waves = step('waves');
    expect(command('waves')).toBe('kubectl set weight canary-service ${{ wave.weight }}');
    expect(
      waves?.verb === 'shift' && waves.waves.map(wave => [wave.weight, wave.targets.at(-1), wave.soakMs / MINUTE]),
    ).toEqual([
      [10, 'pilot-1', 15],
      [50, 'pilot-5', 30],
      [100, 'all', 10],
    ]);
  });

  test('[V6] pauses over 1 %, 500 ms or 1000 events, and turns back at one failed health or integrity check', () => {
    const limits = ['error-rate', 'p95', 'consumer-lag', 'health', 'integrity'].map(name => {
      const [limit] = book.product.metrics[name]?.limits ?? [];
      return [limit?.condition, limit?.forMs, limit?.action];
    });
    expect(limits).toEqual([
      [{ kind: 'above', value: 0.01, text: '1%' }, null, 'pause'],
      [{ kind: 'above', value: 500, text: '500ms' }, null, 'pause'],
      [{ kind: 'above', value: 1000, text: '1000' }, null, 'pause'],
      [{ kind: 'failures', count: 1 }, null, 'rollback'],
      [{ kind: 'failures', count: 1 }, null, 'rollback'],
    ]);
    expect(phase('rollout')?.watch?.metrics).toEqual(['error-rate', 'p95', 'consumer-lag', 'health', 'integrity']);
    expect(step('integrity')?.onFailure).toBe('rollback');
  });

  test('[V7] watches half an hour, compares, checks integrity from the start, walks the journeys and tells everybody', () => {
    const post = phase('post-checks')?.steps ?? [];
    expect(post.map(one => one.verb)).toEqual(['watch', 'http', 'http', 'compare', 'checklist', 'notify', 'attach']);
    expect(post[0]).toMatchObject({ forMs: 30 * MINUTE });
    expect(post[1]).toMatchObject({
      act: { url: expect.stringContaining('/reports/release-comparison?before=1h&after=now') },
    });
    expect(post[2]).toMatchObject({
      act: { url: expect.stringContaining('/integrity/check?from=${{ run.startedAt }}') },
    });
    expect(step('report')).toMatchObject({
      files: ['deployment.md', 'deployment.pdf', 'kpi.csv', 'kpi.pdf', 'audit.json'],
    });
  });

  test('[V8] rolls back over 2 %, decided by the release manager, done by DevOps, in the order of the source', () => {
    expect(book.rollback?.when).toEqual([
      { metric: 'error-rate', condition: { kind: 'above', value: 0.02, text: '2%' }, forMs: null },
    ]);
    expect(book.product.raci['rollback']).toMatchObject({ responsible: ['devops'], accountable: ['release-manager'] });
    expect(['undo', 'weight-0', 'migrate-down', 'flags-off'].map(id => command(id))).toEqual([
      'kubectl rollout undo deployment/${{ steps.live.deployment }}',
      'kubectl set weight canary-service 0',
      'npm run migrate:down',
      'redis-cli SET feature:${{ each }} false',
    ]);
    expect(step('migrate-down')?.undoes).toEqual(['migrate']);
    expect(step('flags-off')?.each).toBe('inputs.flags');
  });

  test('[V9] knows five roles, and has the manager approve and the owner accept', () => {
    expect(Object.keys(book.product.roles).slice(0, 5)).toEqual([
      'release-manager',
      'product-owner',
      'devops',
      'qa',
      'auditor',
    ]);
    expect(step('go')).toMatchObject({ quorum: { 'release-manager': 1, 'product-owner': 1 }, distinctPeople: true });
  });

  test('[V10] every box of the four checklists has an owner', () => {
    const before = step('before');
    const lists: readonly (readonly ChecklistItem[])[] = [
      before?.verb === 'checklist' ? before.items : [],
      phase('rollout')?.checkpoint?.items ?? [],
      phase('post-checks')?.checkpoint?.items ?? [],
      book.rollback?.checkpoint?.items ?? [],
    ];
    expect(lists.map(list => list.length)).toEqual([8, 6, 7, 7]);
    for (const item of lists.flat()) expect(Object.keys(book.product.roles), item.item).toContain(item.role);
  });

  test('[V17] calls itself a success by the six criteria', () => {
    expect(book.success.map(line => line.condition)).toEqual([
      { kind: 'passed', steps: ['unit', 'integration', 'e2e'] },
      { kind: 'passed', steps: ['kpi'] },
      { kind: 'never-rollback' },
      { kind: 'passed', steps: ['integrity'] },
      { kind: 'complete-audit' },
    ]);
    expect(step('kpi')).toMatchObject({
      with: 'baseline',
      limits: {
        'error-rate': { max: { kind: 'relative', value: 0 }, floor: null },
        p95: { max: { kind: 'relative', value: 0.1 }, floor: null },
      },
    });
  });

  test('[V12] publishes ten names on success and five on a rollback, at the moments of the source', () => {
    const names = (...moments: readonly string[]) =>
      moments.flatMap(moment => book.events.find(one => one.moment === moment)?.names ?? [moment]);
    expect(
      names(
        'told.done',
        'rollout.started',
        'wave.each',
        'release-canary.done',
        'kpi.done',
        'success-notice.done',
        'run.completed',
      ),
    ).toEqual([
      'scheduler.release.planned',
      'notification.maintenance.scheduled',
      'scheduler.release.started',
      'scheduler.release.wave${{ wave.number }}',
      'scheduler.release.completed',
      'analytics.release.metrics',
      'notification.release.successful',
      'audit.release.logged',
    ]);
    expect(names('run.paused', 'rollback.started', 'run.rolledback')).toEqual([
      'scheduler.release.paused',
      'notification.rollback.initiated',
      'scheduler.release.rolledback',
      'notification.rollback.completed',
      'audit.rollback.logged',
    ]);
  });

  test('[V12] is planned at T-24h, shifts at T+5, T+20 and T+50, is through at T+60 and done at T+90', () => {
    const planned = plan(book, { T, now: NOW });
    const minutes = (id: string) => {
      const found = planned.phases.flatMap(one => one.steps).find(one => one.id === id);
      return found?.fromT === null || found === undefined ? null : found.fromT / MINUTE;
    };
    expect(['told', 'announced', 'waves', 'release-canary', 'kpi', 'success-notice'].map(minutes)).toEqual([
      -1440, 0, 5, 60, 90, 90,
    ]);
    const waves = planned.phases.flatMap(one => one.steps).find(one => one.id === 'waves');
    expect(waves?.details.map(line => line.match(/at (T\S+):/)?.[1])).toEqual(['T+5m', 'T+20m', 'T+50m']);
  });
});

describe('VALERO patch', () => {
  test('[V1] [V2] raises Z as a hotfix does, rolls or goes 10 and 100 %, has no downtime, and is tested by unit and e2e', () => {
    const rolling = bookOf('hotfix');
    expect(rolling.type).toMatchObject({
      name: 'patch',
      bump: 'patch',
      strategies: ['rolling', 'canary'],
      downtime: { kind: 'never' },
      audit: ['approvals', 'rollout'],
    });
    const tests = stepsOf(rolling).filter(
      one => one.off === null && command(one.id, rolling)?.startsWith('npm run test:'),
    );
    expect(tests.map(one => one.id)).toEqual(['unit', 'e2e']);
    const waves = step('waves', bookOf('patch', 'canary'));
    expect(waves?.verb === 'shift' && waves.waves.map(wave => wave.weight)).toEqual([10, 100]);
  });

  test('[V9] is approved by the release manager alone, for it brings nothing new to accept', () => {
    expect(step('go', bookOf('patch'))).toMatchObject({ quorum: { 'release-manager': 1 } });
  });
});

describe('VALERO major', () => {
  const major = bookOf('major');

  test('[V1] [V16] raises X, is tested in full, owes a migration guide too, and three people sign', () => {
    expect(major.type).toMatchObject({ bump: 'major', strategies: ['blue-green'] });
    expect(major.type.documents.before).toContain('migration-guide');
    for (const kind of ['unit', 'integration', 'e2e', 'load', 'chaos'])
      expect(command(kind, major)).toBe(`npm run test:${kind}`);
    expect(major.success[0]?.condition).toEqual({
      kind: 'passed',
      steps: ['unit', 'integration', 'e2e', 'load', 'chaos'],
    });
    expect(step('go', major)).toMatchObject({ quorum: { 'release-manager': 1, 'product-owner': 1, qa: 1 } });
  });

  test('[V2] may have downtime, after an approval', () => {
    expect(major.type.downtime).toEqual({
      kind: 'approve',
      when: { name: 'inputs.downtime', op: '==', value: 'yes' },
      roles: { 'release-manager': 1, 'product-owner': 1 },
    });
    const expected = (answer: string) => downtimeOf(major.type, () => answer).expected;
    expect([expected('yes'), expected('no')]).toEqual([true, false]);
  });

  test('[V5] lets pilots in for longer before it switches', () => {
    const waves = step('waves', major);
    expect(waves?.verb === 'shift' && waves.waves.map(one => [one.weight, one.soakMs / MINUTE])).toEqual([
      [10, 30],
      [25, 30],
      [50, 60],
    ]);
  });
});

describe('VALERO migration', () => {
  const migration = bookOf('migration');

  test('[V1] [V16] goes step by step, keeps import files, mapping log and error list, and owes them as documents', () => {
    expect(migration.type).toMatchObject({ bump: 'none', strategies: ['stepwise'], downtime: { kind: 'never' } });
    const kept = stepsOf(migration).filter(one => one.delivers !== null && one.verb === 'run');
    expect(kept.map(one => [one.delivers, one.verb === 'run' && Object.values(one.outputs)])).toEqual([
      ['import-files', ['stdout']],
      ['mapping-log', ['stdout']],
      ['error-list', ['stdout']],
    ]);
  });

  test('[V2] cannot start without a fresh backup, and its only way back restores one', () => {
    expect(migration.type.needs.map(one => [one.fact, one.compare?.text])).toEqual([['backup-age', '24h']]);
    const back = migration.rollback?.steps.filter(one => one.verb === 'run') ?? [];
    expect(back.map(one => command(one.id, migration))).toEqual(['npm run backup:restore -- ${{ steps.backup.name }}']);
  });
});

describe('expand, migrate, contract', () => {
  test('[V11] only a major release may break something, and not without its window', () => {
    const options = (type: string) => bookOf(type).inputs.find(one => one.name === 'schema')?.options;
    expect(options('patch')).toBeUndefined();
    expect(options('minor')).toEqual(['none', 'expand', 'migrate']);
    expect(options('major')).toEqual(['none', 'expand', 'migrate', 'breaking']);
    expect(step('window', bookOf('major'))).toMatchObject({ when: { value: 'breaking' }, skip: { by: 'never' } });
  });

  test('[V11] what removes something runs last, after a person said that the release stays', () => {
    expect(book.phases.at(-1)?.id).toBe('contract');
    expect(step('contracted')).toMatchObject({ pointOfNoReturn: true });
    expect(phase('contract')?.steps.map(one => one.verb)).toEqual(['confirm', 'run', 'check']);
  });
});

describe('the plan', () => {
  test.each([
    ['minor', 'canary', 'valero-minor'],
    ['minor', 'blue-green', 'valero-minor-blue-green'],
    ['patch', 'rolling', 'valero-patch'],
    ['major', 'blue-green', 'valero-major'],
    ['migration', 'stepwise', 'valero-migration'],
  ])('[X8] of VALERO %s as %s says when, who, what and what happens by itself', async (type, strategy, golden) => {
    const text = planText(plan(bookOf(type, strategy), { T, now: NOW }));
    await expect(text.replaceAll(/sha256 \w+/g, 'sha256 …')).toMatchFileSnapshot(`golden/${golden}.plan.txt`);
  });

  test('with T open gives no times before T and distances after it', () => {
    const planned = plan(book, { now: NOW });
    expect(planned.phases.map(one => [one.id, one.at, one.fromT])).toEqual([
      ['prepare', null, null],
      ['pre-checks', null, null],
      ['go-no-go', null, null],
      ['rollout', null, 0],
      ['post-checks', null, 60 * MINUTE],
      ['contract', null, null],
    ]);
  });

  test('begins a late phase now', () => {
    const late = plan(book, { T, now: T - 2 * 60 * MINUTE });
    expect(late.phases[0]?.at).toBe(T - 2 * 60 * MINUTE);
    expect(late.phases[1]?.at).toBe(T - 60 * MINUTE);
  });

  test('shows as off what the inputs switch off, and runs it where they do not', () => {
    const off = (schema: string) =>
      plan(book, { now: NOW, inputs: { schema } })
        .phases.flatMap(one => one.steps)
        .find(one => one.id === 'migrate')?.off;
    expect(off('none')).toBe('only when inputs.schema != none');
    expect(off('expand')).toBeNull();
  });

  test('changes nothing in the runbook it is given', () => {
    const before = JSON.stringify(book);
    plan(book, { T, now: NOW, inputs: { flags: ['a'] } });
    expect(JSON.stringify(book)).toBe(before);
  });
});
