import { describe, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { ChecklistItem, Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { resolve, resolveIncident } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const [product] = loadProducts(shipped('valero')).products;

function bookOf(type: string, strategy?: string): ReleaseRunbook {
  const resolved = product && resolve(product, { type, strategy });
  if (!resolved?.ok) throw new Error(resolved?.problem ?? 'VALERO does not load');
  return resolved.runbook;
}

const step = (of: ReleaseRunbook, id: string): Step | undefined =>
  [...of.phases.flatMap(one => one.steps), ...(of.rollback?.steps ?? [])].find(one => one.id === id);

describe('what each type owes', () => {
  test('[V1] [V16] documents before and after, and what the record has to hold', () => {
    const owed = (type: string) => {
      const { documents, audit } = bookOf(type).type;
      return [documents.before, documents.after, audit];
    };
    expect(owed('patch')).toEqual([['release-notes'], ['deployment-report'], ['approvals', 'rollout']]);
    expect(owed('minor')).toEqual([
      ['release-notes', 'api-changelog', 'migration-plan', 'rollback-plan'],
      ['deployment-report', 'lessons-learned'],
      ['approvals', 'rollout', 'post-checks'],
    ]);
    expect(owed('major')).toEqual([
      ['release-notes', 'api-changelog', 'migration-plan', 'migration-guide', 'rollback-plan'],
      ['deployment-report', 'lessons-learned'],
      ['approvals', 'prepare', 'pre-checks', 'rollout', 'post-checks'],
    ]);
    expect(owed('migration')).toEqual([
      ['import-files', 'mapping-log', 'migration-plan'],
      ['error-list', 'deployment-report', 'lessons-learned'],
      ['approvals', 'prepare', 'trial', 'rollout', 'post-checks'],
    ]);
  });

  test('[V17] a major and a migration are a success by tests or imports, figures, no rollback, integrity and the record', () => {
    const criteria = (type: string) => bookOf(type).success.map(line => line.condition);
    const rest = [
      { kind: 'passed', steps: ['kpi'] },
      { kind: 'never-rollback' },
      { kind: 'passed', steps: ['integrity'] },
      { kind: 'complete-audit' },
    ];
    expect(criteria('patch')).toEqual([{ kind: 'passed', steps: ['unit', 'e2e'] }, ...rest]);
    expect(criteria('major')).toEqual([
      { kind: 'passed', steps: ['unit', 'integration', 'e2e', 'load', 'chaos'] },
      ...rest,
    ]);
    expect(criteria('migration')).toEqual([
      { kind: 'passed', steps: ['trial-import', 'plausible', 'compared'] },
      ...rest,
    ]);
  });
});

describe('boxes', () => {
  /** Item, owner, and the step that ticks it; null: a person does. */
  const boxes = (items: readonly ChecklistItem[] | undefined) =>
    items?.map(({ item, role, from }) => [item, role, from]) ?? [];
  const listBefore = (of: ReleaseRunbook) => {
    const list = step(of, 'before');
    return boxes(list?.verb === 'checklist' ? list.items : []);
  };
  const at = (of: ReleaseRunbook, phase: string) => boxes(of.phases.find(one => one.id === phase)?.checkpoint?.items);

  test.each([
    ['minor', 'plan', 'The stakeholders were told a day ahead, or agreed to less', null],
    ['major', 'plan', 'The stakeholders were told a day ahead, or agreed to less', null],
    ['patch', null, 'The stakeholders were told', 'told'],
  ])('[V3] [V10] before a %s', (type, plan, stakeholders, told) => {
    expect(listBefore(bookOf(type))).toEqual([
      ['The changelog is complete', 'release-manager', 'notes'],
      ['The version is right (git tag and image)', 'devops', 'push'],
      ['All tests are green (unit, integration, end-to-end)', 'qa', 'e2e'],
      ['The migrations were checked (dry run)', 'devops', 'dry-run'],
      ['Breaking schema changes are written down', 'qa', null],
      ['The rollback plan is ready', 'devops', plan],
      [stakeholders, 'release-manager', told],
      ['Audit: the release is on record as a draft', 'auditor', 'draft'],
    ]);
  });

  test.each([
    ['patch', 'rolling', 'roll'],
    ['patch', 'canary', 'waves'],
    ['minor', 'canary', 'waves'],
    ['minor', 'blue-green', 'switch'],
    ['major', 'blue-green', 'switch'],
  ])('[V10] during a %s as %s', (type, strategy, last) => {
    expect(at(bookOf(type, strategy), 'rollout')).toEqual([
      ['The health checks are green', 'devops', null],
      ['Monitoring is on (errors, latency, lag)', 'devops', null],
      ['The waves went as planned', 'release-manager', last],
      ['The logs were watched (errors, warnings)', 'devops', null],
      ['The notice of the start went out', 'release-manager', 'announced'],
      ['Audit: each wave is on record', 'auditor', last],
    ]);
  });

  test.each([
    ['patch', 'success-notice', null],
    ['minor', null, 'retrospective'],
    ['major', null, 'retrospective'],
  ])('[V10] after a %s', (type, completed, planned) => {
    expect(at(bookOf(type), 'post-checks')).toEqual([
      ['The smoke tests were done', 'qa', 'smoke'],
      ['The comparison of the figures was looked at', 'qa', 'kpi'],
      ['The integrity check passed', 'devops', 'integrity'],
      ['The release notes are published', 'release-manager', null],
      ['The stakeholders know that it worked', 'release-manager', 'success-notice'],
      ['Audit: the release is on record as completed', 'auditor', completed],
      ['The retrospective is planned', 'release-manager', planned],
    ]);
  });

  test('[V10] a migration has its lists too, before, during, after and on the way back', () => {
    const migration = bookOf('migration');
    expect(listBefore(migration)).toEqual([
      ['The plan is complete', 'release-manager', 'plan'],
      ['The mapping is right (commit and log)', 'devops', 'map'],
      ['The trial is green', 'qa', 'plausible'],
      ['The way back is ready (the backup can be restored)', 'devops', null],
      ['The stakeholders were told a day ahead, or agreed to less', 'release-manager', null],
      ['Audit: the migration is on record as a draft', 'auditor', 'draft'],
    ]);
    expect(at(migration, 'rollout').map(([, owner, from]) => [owner, from])).toEqual([
      ['devops', null],
      ['devops', null],
      ['release-manager', 'load'],
      ['devops', null],
      ['release-manager', 'announced'],
      ['auditor', 'load'],
    ]);
    expect(at(migration, 'post-checks').map(([, owner, from]) => [owner, from])).toEqual([
      ['qa', 'smoke'],
      ['qa', 'kpi'],
      ['devops', 'integrity'],
      ['release-manager', 'success-notice'],
      ['auditor', null],
      ['release-manager', 'retrospective'],
    ]);
    expect(boxes(migration.rollback?.checkpoint?.items)).toHaveLength(6);
  });
});

describe('post-checks', () => {
  test.each(['patch', 'minor', 'major', 'migration'])(
    '[V7] a %s keeps the comparison, has the logs read, and lets nobody skip integrity’s answer or the journeys',
    type => {
      const of = bookOf(type);
      expect(step(of, 'comparison')).toMatchObject({ outputs: { answer: '' } });
      expect(step(of, 'integrity')).toMatchObject({
        act: { expect: { status: 200, pointers: { '/ok': true } } },
        onFailure: 'rollback',
      });
      const smoke = step(of, 'smoke');
      expect(smoke).toMatchObject({ roles: ['qa'], skip: { by: 'never' } });
      expect(smoke?.ifFails).toContain('DevOps and the release manager');
      const items = smoke?.verb === 'checklist' ? smoke.items : [];
      expect(items.map(one => one.item.split(':')[0])).toEqual(expect.arrayContaining(['Document', 'Contract']));
      expect([items.at(-1)?.item, items.at(-1)?.role]).toEqual([
        expect.stringMatching(/logs of this half hour/),
        'devops',
      ]);
      expect(step(of, 'success-notice')).toMatchObject({ to: ['releases', 'stakeholders', 'on-call'] });
    },
  );

  test('[V7] success is mailed to stakeholders and on-call', () => {
    const { roles } = bookOf('minor').product;
    expect([roles['stakeholders']?.mail, roles['on-call']?.mail]).toEqual([
      ['stakeholders@valero.example'],
      ['on-call@valero.example'],
    ]);
  });

  test('[V12] the figures are published whether or not they pass', () => {
    for (const type of ['minor', 'migration']) {
      const published = bookOf(type).events.filter(one => one.names.includes('analytics.release.metrics'));
      expect(published.map(one => one.moment)).toEqual(['kpi.done', 'kpi.failed']);
    }
  });
});

test('[V5] the old colour stands by for fifteen minutes before it is shut down', () => {
  for (const type of ['minor', 'major']) {
    const steps = bookOf(type, 'blue-green').phases.flatMap(one => one.steps);
    const shift = steps.find(one => one.id === 'switch');
    expect(shift?.verb === 'shift' && shift.waves).toEqual([{ weight: 100, targets: ['all'], soakMs: 15 * MINUTE }]);
    const ids = steps.map(one => one.id);
    expect(ids.indexOf('scale-down')).toBeGreaterThan(ids.indexOf('switch'));
  }
});

test('[V8] no figure restores a backup by itself; an error rate over 2 % takes any other release back', () => {
  expect(bookOf('migration').rollback?.when).toEqual([]);
  expect(['patch', 'minor', 'major'].map(type => bookOf(type).rollback?.when.map(one => one.metric))).toEqual([
    ['error-rate'],
    ['error-rate'],
    ['error-rate'],
  ]);
});

test('[V13] the record is numbered as the source numbers it', () => {
  expect(bookOf('minor').product.runNumber).toBe('rel-YYYY-MM-NNN');
});

test('[V15] the chain is for P0, P1 and P2', () => {
  const incident = product && resolveIncident(product);
  expect(incident?.ok && incident.runbook.escalation.map(one => one.grades)).toEqual([
    ['P0', 'P1', 'P2'],
    ['P0', 'P1', 'P2'],
  ]);
});
