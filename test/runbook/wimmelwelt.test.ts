import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import { inEnvironment } from '#src/domain/runbook/environment.ts';
import type { ReleaseRunbook } from '#src/domain/runbook/model/runbook.ts';
import type { Step } from '#src/domain/runbook/model/step.ts';
import { loadProducts } from '#src/runbook/load.ts';
import { plan } from '#src/runbook/plan/plan.ts';
import { planText } from '#src/runbook/plan/text.ts';
import { resolve, resolveIncident } from '#src/runbook/resolve.ts';
import { shipped } from './support.ts';

const loaded = loadProducts(shipped('wimmelwelt'));
const [product] = loaded.products;
const book = bookOf('blue-green');

function bookOf(strategy: string): ReleaseRunbook {
  const resolved = product && resolve(product, { type: 'minor', strategy });
  if (!resolved?.ok) throw new Error(resolved?.problem ?? 'Wimmelwelt does not load');
  return resolved.runbook;
}

const phase = (id: string) => book.phases.find(one => one.id === id);
const step = (id: string, of = book): Step | undefined =>
  [...of.phases.flatMap(one => one.steps), ...(of.rollback?.steps ?? [])].find(one => one.id === id);

test('what is shipped lints without an error or a warning', () => {
  expect(loaded.problems).toEqual([]);
});

test('[W1] the RACI table is that of the source, row by row', () => {
  const row = (responsible: string, consulted: string[], informed: string[]) => ({
    responsible: [responsible],
    accountable: ['product-owner'],
    consulted,
    informed,
  });
  const { start: _, ...raci } = book.product.raci;
  expect(raci).toEqual({
    'go-no-go': row('release-captain', ['on-call', 'qa'], ['stakeholders', 'support']),
    deploy: row('release-captain', ['on-call'], ['stakeholders']),
    rollback: row('on-call', ['release-captain'], ['stakeholders']),
    communicate: row('on-call', ['release-captain'], ['support']),
    'runbook-updates': row('release-captain', ['on-call', 'observability'], ['team']),
  });
});

test('[W2] [W3] [W4] preflight a day before, staging twelve hours before, go/no-go one hour before', () => {
  expect(book.phases.map(one => [one.id, one.at?.text ?? null, one.environment])).toEqual([
    ['preflight', 'T-24h', null],
    ['staging', 'T-12h', 'staging'],
    ['go-no-go', 'T-1h', null],
    ['production', 'T', 'production'],
    ['watching', null, 'production'],
  ]);
});

test('[W3] /readiness has to fail while the database is blocked on purpose, and the database is freed however it ends', () => {
  expect(step('honest')).toMatchObject({ verb: 'check', metrics: ['readiness'], expectStatus: 503 });
  expect(step('block')).toMatchObject({ cleanup: { argv: ['wimmel', 'database', 'staging', 'free'] } });
});

test('[W4] [W9] product owner and captain say go, with on-call, backup, restore test and the way back looked up', () => {
  const go = step('go');
  expect(go).toMatchObject({ quorum: { 'release-captain': 1, 'product-owner': 1 }, distinctPeople: true });
  const facts = go?.verb === 'approve' ? go.requires.map(one => [one.fact, one.compare?.text ?? null]) : [];
  expect(facts).toEqual([
    ['green', null],
    ['documents', null],
    ['phase.staging', null],
    ['on-call', null],
    ['backup-age', '24h'],
    ['drill.restore-test.age', '30d'],
    ['rollback-path-tested', null],
    ['no-incident', null],
    ['no-alert.P1', null],
    ['no-alert.P2', null],
  ]);
});

test('[W5] 10, 50 and 100 %, or straight to 100 %, or a canary; then half an hour of watching', () => {
  const weights = (strategy: string) => {
    const shift = step('shift', bookOf(strategy));
    return shift?.verb === 'shift' ? shift.waves.map(wave => wave.weight) : [];
  };
  expect(book.type.strategies).toEqual(['blue-green', 'straight', 'canary']);
  expect(['blue-green', 'straight', 'canary'].map(weights)).toEqual([[10, 50, 100], [100], [10, 50, 100]]);
  expect(step('calm')).toMatchObject({ forMs: 30 * MINUTE, atMostMs: 60 * MINUTE });
});

test('[W6] turns round by itself over the limits of the source, for as long as it says', () => {
  const text = (one: NonNullable<typeof book.rollback>['when'][number]) =>
    'text' in one.condition ? `${one.condition.kind} ${one.condition.text}` : one.condition.kind;
  expect(
    book.rollback?.when.map(one => [one.metric, text(one), one.forMs === null ? null : one.forMs / MINUTE]),
  ).toEqual([
    ['error-rate', 'above 2%', 5],
    ['p95', 'above 500ms', 5],
    ['readiness-failures', 'above 0.5%', 5],
    ['push-success', 'below 95%', 10],
  ]);
});

test('[W7] each environment has its own limits', () => {
  const limits = (metrics: typeof book.product.metrics) =>
    ['p95', 'error-rate', 'readiness-failures', 'push-success'].map(name => {
      const condition = metrics[name]?.limits[0]?.condition;
      return condition && 'text' in condition ? condition.text : null;
    });
  expect(limits(book.product.metrics)).toEqual(['300ms', '1%', '0.1%', '95%']);
  expect(limits(inEnvironment(book.product, 'staging').metrics)).toEqual(['400ms', '2%', '0.5%', '90%']);
});

test('[W8] Tuesdays and Thursdays from 20 to 22, never from 8 to 18 without an incident, else by owner and on-call', () => {
  const rules = book.product.calendar.rules;
  expect(rules?.allow.map(one => one.text)).toEqual(['Tue, Thu 20:00-22:00']);
  expect(rules?.deny.map(one => [one.text, one.unless])).toEqual([['every day 08:00-18:00', { kind: 'incident' }]]);
  expect(rules?.onWindowEnd).toBe('finish-wave');
  expect(rules?.outside).toEqual({ 'product-owner': 1, 'on-call': 1 });
  expect(phase('production')?.touchesProduction).toBe(true);
  expect(book.product.environments['production']?.calendar).toBe(true);
});

test('[W10] missing variables stop it, and red smoke tests in production are the way back', () => {
  expect(step('variables')).toMatchObject({ env: ['staging', 'production'], skip: { by: 'never' } });
  expect(step('variables-now')).toMatchObject({ env: ['production'], skip: { by: 'never' } });
  for (const strategy of book.type.strategies)
    expect(step('smoke', bookOf(strategy))).toMatchObject({ onFailure: 'rollback', skip: { by: 'never' } });
});

test('[W10] the required variables of each environment are those of the source, one by one', () => {
  expect(book.product.requiredEnv).toEqual({
    staging: {
      from: ['wimmel', 'env', 'staging'],
      set: ['MONGODB_URI', 'AUTH_SECRET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'LOG_ENDPOINT', 'OTEL_TOKEN'],
      equal: { LOG_LEVEL: 'debug' },
      contain: { MONGODB_URI: 'wimmelwelt_staging' },
    },
    production: {
      from: ['wimmel', 'env', 'production'],
      set: [
        'MONGODB_URI',
        'AUTH_SECRET',
        'AWS_ACCESS_KEY_ID',
        'AWS_SECRET_ACCESS_KEY',
        'LOG_ENDPOINT',
        'OTEL_EXPORTER_OTLP_ENDPOINT',
        'OTEL_TOKEN',
      ],
      equal: { FILE_STORAGE_MODE: 's3', AWS_REGION: 'eu-central-1', LOG_LEVEL: 'info' },
      contain: { MONGODB_URI: 'wimmelwelt_prod' },
    },
  });
});

test('[W2] red CI stops it and nobody skips that; what the preflight owes is linked', () => {
  expect(step('ci')).toMatchObject({ skip: { by: 'never' }, outputs: { artefact: 'stdout' } });
  for (const type of ['minor', 'patch']) {
    const resolved = product && resolve(product, { type });
    expect(resolved?.ok && resolved.runbook.type).toMatchObject({
      bump: type,
      documents: {
        before: ['changelog', 'ci-run', 'migration-plan', 'communication-plan'],
        after: ['report', 'evidence'],
      },
      audit: ['approvals', 'staging', 'production'],
    });
  }
  expect(phase('preflight')?.checkpoint?.says).toBe('All candidates and tickets are done');
});

test('[W2] [W5] it is tagged once it has its go, before anything is deployed', () => {
  expect(phase('go-no-go')?.steps.map(one => one.verb)).toEqual(['checklist', 'approve', 'tag']);
  expect(book.product.repository?.tag).toBe('v${{ run.version }}');
});

test('[W9] what nobody can look up is the captain’s word: the way back was tried within thirty days', () => {
  expect(book.product.facts['rollback-path-tested']).toEqual({
    kind: 'asked',
    ask: 'Was the way back (down-migration or backup) tested in the last 30 days?',
    role: 'release-captain',
  });
  const go = step('go');
  const accepting = go?.verb === 'approve' ? go.requires.filter(one => one.override !== null) : [];
  expect(accepting.map(one => [one.fact, one.override])).toEqual([
    ['no-incident', { 'product-owner': 1 }],
    ['no-alert.P1', { 'product-owner': 1 }],
    ['no-alert.P2', { 'product-owner': 1 }],
  ]);
});

test('[W12] three drills: a weekly restore test, a quarterly failover, and storage', () => {
  expect(product?.drills.map(one => [one.runbook?.id, one.runbook?.every])).toEqual([
    ['db-failover', 'quarter'],
    ['restore-test', 'week'],
    ['storage-recovery', 'on demand'],
  ]);
});

test('[W12] each drill notes what the source wants documented', () => {
  const records = (id: string) => {
    const drill = product?.drills.find(one => one.runbook?.id === id)?.runbook;
    return drill?.records.map(one => (one.kind === 'asked' ? [one.input.name, one.input.type] : [one.name, one.from]));
  };
  expect(records('restore-test')).toEqual([
    ['documents', 'number'],
    ['recovery-time', 'steps.back.duration'],
    ['ticket', 'link'],
  ]);
  expect(records('db-failover')).toEqual([
    ['recovery-time', 'steps.failover.duration'],
    ['lost-writes', 'number'],
  ]);
  expect(records('storage-recovery')).toEqual([['minutes', 'number']]);
});

test('[W1] in an incident on-call acts, support and stakeholders are told, and the captain keeps the runbook', () => {
  const incident = product && resolveIncident(product);
  if (!incident?.ok) throw new Error('Wimmelwelt has no incident runbook');
  const { actions, updates, phases } = incident.runbook;
  expect(actions.map(one => [one.id, one.roles])).toEqual([
    ['roll-back', ['on-call', 'product-owner']],
    ['hotfix', ['on-call', 'release-captain']],
    ['tell-api-outage', ['on-call', 'product-owner']],
    ['tell-push-problems', ['on-call', 'product-owner']],
    ['tell-db-failover', ['on-call', 'product-owner']],
  ]);
  expect(updates?.to).toEqual(['support', 'stakeholders']);
  const taught = [phases.flatMap(one => one.steps), book.rollback?.steps ?? []].map(steps =>
    steps.find(one => one.id === 'taught'),
  );
  expect(taught.map(one => one?.activity)).toEqual(['runbook-updates', 'runbook-updates']);
});

test('[W13] working days are Monday to Friday', () => {
  expect(book.product.calendar.workdays).toEqual({ days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60, holidays: [] });
});

test('[W13] a post-mortem is due within three working days', () => {
  const incident = product && resolveIncident(product);
  expect(incident?.ok && incident.runbook.grades.map(one => [one.name, one.postmortem?.text ?? null])).toEqual([
    ['P1', '3 working days'],
    ['P2', '3 working days'],
    ['P3', null],
  ]);
});

test.each(['blue-green', 'canary'])('[X8] the plan of a Wimmelwelt release as %s', async strategy => {
  const T = Date.parse('2026-11-24T19:00:00Z');
  const text = planText(plan(bookOf(strategy), { T, now: Date.parse('2026-11-23T12:00:00Z') }));
  await expect(text.replaceAll(/sha256 \w+/g, 'sha256 …')).toMatchFileSnapshot(
    `golden/wimmelwelt-${strategy}.plan.txt`,
  );
});
