import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import type { ReleaseRun } from '#src/domain/procedure/state.ts';
import { verifyChain } from '#src/engine/codec.ts';
import { CHANNEL, startWorld, type World } from '../support/bot.ts';
import { AUDITOR, DEVOPS, evening, ON_CALL, PRODUCT_OWNER, QA, RELEASE_MANAGER } from '../support/valero.ts';

/** Thursday, 20:00 in Berlin; the release is started on Tuesday evening. */
const T = Date.parse('2026-11-26T19:00:00Z');

let world: World;
let run: ReleaseRun;
let timeline: readonly Fact[];
const seen: { [when: string]: string } = {};

// One whole release as it is shipped, from the command to the verdict; each test below looks at one promise of it.
beforeAll(async () => {
  world = await startWorld();
  git('tag', '--annotate', 'v1.2.3', '--message', 'a fix between', 'HEAD~4');
  seen['started'] = (await world.type(RELEASE_MANAGER, '/release start minor at 2026-11-26 20:00')).text;
  seen['waiting'] = world.card();
  await world.windUntil('25h', async () => (await world.run()).steps['plan']?.status === 'waiting');
  await world.fill(DEVOPS, 'Attach rollback-plan…', { link: 'https://wiki.valero.example/rollback' });
  await evening.writeNotes(world);
  await world.wind('2h');
  seen['unconfirmed'] = world.card();
  await world.press(RELEASE_MANAGER, 'Confirm', 'All tests are green');
  await world.windUntil('23h', async () => (await world.run()).steps['before']?.status === 'waiting');
  await evening.preChecks(world);
  seen['gate'] = world.card();
  await evening.vote(world);
  seen['approved'] = world.card();
  await world.windUntil('2h', async () => (await world.run()).waves.length === 2);
  seen['wave 2'] = world.card();
  await evening.rollout(world);
  await evening.overview(world);
  await evening.postChecks(world);
  run = await world.run();
  timeline = await world.timeline();
}, 300_000);

afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: world.repository.path, encoding: 'utf8' });
}

function find<K extends Fact['type']>(type: K): readonly (Fact & { type: K })[] {
  return timeline.filter((fact): fact is Fact & { type: K } => fact.type === type);
}

describe('starting', () => {
  test('[B2] "/release start minor" starts it, with a time too, and says when that is', () => {
    expect(seen['started']).toMatch(/^REL-1 has started: VALERO NeuroERP minor\./);
    expect(seen['started']).toContain(`<!date^${T / 1_000}^`);
    expect(run.T).toBe(T);
  });

  test('[V12] with T set the preparation waits until a day before, and the card says until when', () => {
    expect(seen['waiting']).toContain(`waiting until <!date^${(T - 24 * 60 * MINUTE) / 1_000}^`);
    expect(find('phase.started').map(({ data, at }) => [data.phase, at - T])).toEqual([
      ['prepare', -24 * 60 * MINUTE],
      ['pre-checks', -60 * MINUTE],
      ['go-no-go', expect.closeTo(-60 * MINUTE, -5)],
      ['rollout', 0],
      ['post-checks', expect.closeTo(60 * MINUTE, -5)],
    ]);
  });

  test('[V1] a minor release is the next minor version after the last tag, with patch 0', () => {
    expect(run.previousVersion).toBe('1.2.3');
    expect(run.version).toBe('1.3.0');
  });
});

describe('before it goes live', () => {
  test('[V3] build and tests run, the image and the git tag carry the version', () => {
    expect(world.commands().slice(0, 6)).toEqual([
      'npm run build',
      'npm run test:unit',
      'npm run test:integration',
      'npm run test:e2e',
      'docker build -t valero-neuroerp:1.3.0 .',
      'docker push valero-neuroerp:1.3.0',
    ]);
    expect(git('cat-file', '-t', 'v1.3.0').trim()).toBe('tag');
    expect(git('rev-parse', 'v1.3.0^{commit}').trim()).toBe(run.commit);
    expect(git('ls-remote', '--tags', 'origin', 'v1.3.0')).toContain('refs/tags/v1.3.0');
  });

  test('[V3] the changelog is written from the commits since the last tag, and the stakeholders are told', () => {
    expect(run.notes?.markdown).toContain('umlauts in PDF file names');
    expect(run.notes?.markdown).toMatch(/^#+ Rollback/m);
    expect(world.thread().join('\n')).toContain('umlauts in PDF file names');
    for (const user of [PRODUCT_OWNER, AUDITOR]) expect(world.direct(user).join()).toMatch(/is planned.*20:00 CET/);
  });

  test('[V3] nothing goes on until the release manager confirms that tests are green and the changelog approved', () => {
    expect(seen['unconfirmed']).toContain('*Preparation ▶*');
    expect(seen['unconfirmed']).toContain(`Waiting for: Release manager <@${RELEASE_MANAGER}>`);
  });

  test('[V4] the three services are asked for their health, migrations, events and API are tried dry', () => {
    const urls = resolvedMetric('healthy');
    expect(urls).toEqual(['document', 'notifications', 'audit'].map(name => `${demoUrl(name)}/health`));
    expect(world.commands().slice(7, 10)).toEqual([
      'npm run migrate:gen -- --dry-run',
      'nats schema validate valero.events events/',
      'oasdiff breaking v1.2.3:api/openapi.yaml HEAD:api/openapi.yaml --fail-on ERR',
    ]);
    expect(run.steps['pre-checks.checkpoint']?.ticks['1']).toMatchObject({ holds: true, by: QA });
  });

  test('[X3] the gate shows what is approved and each required fact, and two people press Go', () => {
    expect(seen['gate']).toContain('Approving: version 1.3.0');
    expect(seen['gate']).toContain(`runbook \`${run.runbookHash.slice(0, 8)}\``);
    expect(seen['gate']).toContain('✔ green');
    expect(seen['gate']).toContain('✔ documents');
    expect(find('vote.cast').map(fact => (fact.actor.kind === 'person' ? fact.actor.user : ''))).toEqual([
      RELEASE_MANAGER,
      PRODUCT_OWNER,
    ]);
  });

  test('[V12] approved an hour early, it still waits for T', () => {
    expect(seen['approved']).toContain(`waiting until <!date^${T / 1_000}^`);
  });
});

describe('the rollout', () => {
  test('[V5] the canary goes 10, 50, 100 % to its tenants and soaks 15, 30 and 10 minutes', () => {
    expect(find('wave.started').map(({ data }) => [data.weight, data.targets])).toEqual([
      [10, ['pilot-1']],
      [50, ['pilot-1', 'pilot-2', 'pilot-3', 'pilot-4', 'pilot-5']],
      [100, ['all']],
    ]);
    expect(find('wave.shifted').map(({ data, at }) => (data.soakUntil - at) / MINUTE)).toEqual([15, 30, 10]);
    const ended = find('wave.finished').map(fact => fact.at);
    expect(ended.map((at, index) => at - (find('wave.shifted')[index]?.data.soakUntil ?? 0))).toEqual([0, 0, 0]);
    expect(world.commands().slice(10)).toEqual([
      'kubectl get service document-domain -o jsonpath={.spec.selector.version}',
      'kubectl set image deployment/document-domain-canary document=valero-neuroerp:1.3.0',
      'kubectl set weight canary-service 10',
      'kubectl set weight canary-service 50',
      'kubectl set weight canary-service 100',
      'kubectl set image deployment/document-domain document=valero-neuroerp:1.3.0',
      'kubectl rollout status deployment/document-domain --timeout=10m',
      'kubectl set weight canary-service 0',
    ]);
  });

  test('[V5] the card shows which wave soaks at what weight until when', () => {
    expect(seen['wave 2']).toMatch(/wave 2 of 3, 50 %/);
  });

  test('[V6] error rate, latency, lag, health and integrity are measured all through the rollout', () => {
    const watch = run.watches['rollout'];
    for (const metric of ['error-rate', 'p95', 'consumer-lag', 'health', 'integrity'])
      expect(watch?.counts[metric]?.pass, metric).toBeGreaterThan(50);
  });
});

describe('afterwards', () => {
  test('[V7] half an hour of watching, the comparison, integrity from the release’s start, smoke tests, the notice', () => {
    const calm = find('watch.started').find(fact => fact.data.watch === 'calm');
    const green = find('step.finished').find(fact => fact.data.step === 'calm');
    expect((green?.at ?? 0) - (calm?.at ?? 0)).toBe(30 * MINUTE);
    expect(run.steps['comparison']?.says).toContain('answered 200');
    expect(run.steps['integrity']?.resolved['url']).toContain(
      `from=${new Date(run.startedAt).toISOString().slice(0, 10)}`,
    );
    expect(run.steps['smoke']?.says).toBe('all 3 items ticked');
    for (const user of [PRODUCT_OWNER, AUDITOR, ON_CALL]) expect(world.direct(user).join()).toContain('is done');
  });

  test('[V7] the comparison of the figures is kept, and the reports are with the run', () => {
    expect(run.comparisons['kpi']?.passed).toBe(true);
    expect(run.reports.map(file => file.name.replace(/^.*\d-/, ''))).toEqual([
      'release-notes-v2.md',
      'release-notes-v2.pdf',
      'audit.json',
      'deployment.md',
      'deployment.pdf',
      'kpi.csv',
      'kpi.pdf',
      'audit.json',
    ]);
    expect(world.card()).toContain('kpi.csv');
  });

  test('[V12] ten events are published under exactly these names at these times', () => {
    const published = find('event.published').map(({ data, at }) => [data.name, Math.round((at - T) / MINUTE)]);
    expect(published).toEqual([
      ['scheduler.release.planned', -24 * 60],
      ['notification.maintenance.scheduled', -24 * 60],
      ['scheduler.release.started', 0],
      ['scheduler.release.wave1', 5],
      ['scheduler.release.wave2', 20],
      ['scheduler.release.wave3', 50],
      ['scheduler.release.completed', 60],
      // From here on people answer in between, each within some seconds.
      ['analytics.release.metrics', expect.toSatisfy((min: number) => min >= 90 && min <= 92)],
      ['notification.release.successful', expect.toSatisfy((min: number) => min >= 90 && min <= 92)],
      ['audit.release.logged', expect.toSatisfy((min: number) => min >= 90 && min <= 94)],
    ]);
  });

  test('[V17] the verdict is computed from tests, figures, integrity and the audit log, each line with its reason', () => {
    expect(run.verdict?.verdict).toBe('success');
    expect(run.verdict?.lines.map(line => [line.says, line.outcome])).toEqual([
      ['All tests are green', 'met'],
      ['Error rate no higher than before and p95 at most 10 % higher', 'met'],
      ['No rollback was triggered', 'met'],
      ['The integrity check passed', 'met'],
      ['The audit log is complete', 'met'],
    ]);
    expect(world.card()).toContain('Completed: a success');
    for (const line of run.verdict?.lines ?? []) expect(world.card()).toContain(`✔ Met: ${line.says}`);
  });

  test('[B5] every decision and result is on the timeline in SQLite, hash-chained', async () => {
    const rows = await world.store.readStream('release:REL-1');
    expect(verifyChain(rows)).toBeNull();
    expect(rows.length).toBe(timeline.length);
    const ticks = find('item.ticked').filter(fact => fact.actor.kind === 'person');
    expect(ticks.every(fact => fact.data.rule !== '')).toBe(true);
  });

  test('a captain does not drown: one card in the channel, and a thread that can be read', () => {
    const top = world.slack.workspace.messages.in(CHANNEL).filter(message => message.thread_ts === undefined);
    // The card, and the three notices the runbook asks for.
    expect(top.length).toBe(4);
    // Three of them carry files: the notes, the draft of the record and the reports.
    expect(world.thread().length).toBeLessThanOrEqual(43);
    expect(
      Math.max(...[DEVOPS, QA, RELEASE_MANAGER, PRODUCT_OWNER, AUDITOR].map(user => world.direct(user).length)),
    ).toBeLessThanOrEqual(5);
  });
});

function demoUrl(name: string): string {
  return world.demo.urls[name as keyof World['demo']['urls']];
}

/** Where the first metric of a check was really asked. */
function resolvedMetric(step: string): unknown {
  const metrics = run.steps[step]?.resolved['metrics'];
  const [metric] = (metrics ?? []) as unknown as readonly { source: { urls: unknown } }[];
  return metric?.source.urls;
}
