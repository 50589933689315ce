import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { startWorld } from '../support/bot.ts';
import { DEVOPS, evening, RELEASE_MANAGER } from '../support/valero.ts';

test('[V1] [V3] [V16] a whole patch: unit tests and end-to-end regression, one approval, notes before and reports after', async () => {
  await using world = await startWorld();
  await evening.toGate(world, '/release start patch', 'patch');
  expect(world.commands()).toEqual([
    'npm run build',
    'npm run test:unit',
    'npm run test:e2e',
    'docker build -t valero-neuroerp:1.2.1 .',
    'docker push valero-neuroerp:1.2.1',
    'npm run migrate:gen -- --dry-run',
    'nats schema validate valero.events events/',
    'oasdiff breaking v1.2.0:api/openapi.yaml HEAD:api/openapi.yaml --fail-on ERR',
  ]);
  await evening.vote(world, 'patch');
  await evening.rollout(world, '20m');
  await evening.overview(world);
  await evening.postChecks(world, 'patch');
  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(run.verdict?.verdict).toBe('success');
  expect(run.verdict?.lines.map(line => line.outcome)).toEqual(['met', 'met', 'met', 'met', 'met']);
  const tags = execFileSync('git', ['ls-remote', '--tags', 'origin'], { cwd: world.repository.path, encoding: 'utf8' });
  expect(tags).toContain('refs/tags/v1.2.1');
}, 300_000);

test('[V1] [V2] [V11] [V16] [V17] a major release owes a migration guide, is tested in full, breaks nothing without a window, and is a success by all five lines', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start major schema=breaking change=totals at 2026-11-24 21:30');
  await evening.prepare(world, 'major');
  for (const kind of ['unit', 'integration', 'e2e', 'load', 'chaos'])
    expect(world.commands()).toContain(`npm run test:${kind}`);
  await world.windUntil('40m', async () => (await world.run()).steps['breaking']?.status === 'waiting');
  expect((await world.run()).steps['window']?.status).toBe('done');
  await evening.preChecks(world, 'major');
  expect(world.card()).toContain('✔ documents');
  expect((await world.run()).version).toBe('2.0.0');
  await evening.vote(world, 'major');
  expect(world.commands()).not.toContain('npm run migrate:up');
  await world.windUntil('70m', async () => (await world.run()).waves[0]?.shiftedAt != null);
  expect(world.now()).toBeGreaterThan(Date.parse('2026-11-24T20:30:00Z'));
  expect(world.commands()).toContain('npm run migrate:up');

  await evening.rollout(world, '200m');
  await evening.overview(world);
  await evening.postChecks(world, 'major');
  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(run.waves.map(wave => wave.weight)).toEqual([10, 25, 50, 100]);
  expect(run.verdict?.lines.map(line => [line.says, line.outcome])).toEqual([
    ['All tests are green', 'met'],
    ['Error rate no higher than before and p95 at most 10 % higher', 'met'],
    ['No rollback was triggered', 'met'],
    ['The integrity check passed', 'met'],
    ['The audit log is complete', 'met'],
  ]);
}, 600_000);

test('[V11] a breaking change without a time of its own stops before anybody is asked for a go, and nobody may skip that', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/release start major schema=breaking change=totals');
  await evening.prepare(world, 'major');
  expect((await world.run()).steps['window']).toMatchObject({
    status: 'failed',
    says: 'downtime: inputs.downtime == yes; no time was asked for yet',
  });
  expect(world.labels(DEVOPS)).not.toContain('Skip…');
});
