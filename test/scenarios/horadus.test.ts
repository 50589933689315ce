import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HORADUS, startWorld, type World } from '../support/bot.ts';

const DRIVER = 'U0DRIVER';
const REVIEWER = 'U0REVIEWER';
const OPERATOR = 'U0OPERATOR';
const CHANNEL = 'C0HORADUS';
const BENCHMARK = 'https://ci.horadus.example/benchmark/7';

const status = async (world: World, step: string) => (await world.run()).steps[step]?.status;
const git = (world: World, ...args: readonly string[]) =>
  execFileSync('git', args, { cwd: world.places['HORADUS_REPO'], encoding: 'utf8' }).trim();

const rolledOut = (world: World) => async () => (await world.run()).waves[0]?.shiftedAt != null;
const running = (world: World) => world.demo.horadus.state().fleet.running;

/** Driver and reviewer, up to the tag; `solo`: one person is all of them. */
async function toRollout(world: World, solo?: string): Promise<void> {
  const [driver, reviewer] = [solo ?? DRIVER, solo ?? REVIEWER];
  await world.type(driver, '/release start minor horadus', CHANNEL);
  await proven(world, driver, 'The benchmark was run', BENCHMARK);
  await world.fill(driver, 'Edit the notes…', { 'notes.2': 'Back to the tag before; the migration only adds.' });
  await world.fill(reviewer, 'Answer…', {}, 'Accepted exceptions');
  for (const item of ['They tell operators', 'They name the risks', 'The rollout is prepared'])
    await world.press(reviewer, 'Holds', item);
  await world.press(reviewer, 'Go');
  await proven(world, driver, 'The release notes stand', 'https://github.com/horadus/releases/v0.5.0');
}

/** What has to be proven by a link before it can be confirmed. */
async function proven(world: World, user: string, what: string, link: string): Promise<void> {
  await world.fill(user, 'Attach a link…', { link }, what);
  await world.press(user, 'Confirm', what);
}

test('[R1] [R2] [R3] [R5] from the clean main branch to the checks after the rollout, by three people', async () => {
  await using world = await startWorld({ products: [HORADUS] });
  await toRollout(world);
  await world.windUntil('10m', rolledOut(world));
  expect(world.demo.horadus.state().fleet.running).toEqual({ api: 'v0.5.0', worker: 'v0.5.0', beat: 'v0.5.0' });
  await world.windUntil('40m', async () => (await status(world, 'verify.checkpoint')) === 'waiting');
  await world.press(OPERATOR, 'Confirm', 'Nothing that speaks for a rollback');
  const run = await world.run();
  expect(run.status).toBe('completed');
  expect(run.verdict?.verdict).toBe('success');
  expect(git(world, 'cat-file', '-t', 'v0.5.0')).toBe('tag');
  expect(git(world, 'ls-remote', '--tags', 'origin', 'v0.5.0')).toContain('refs/tags/v0.5.0');
  expect(world.commands()).toEqual([
    'make check',
    'make test',
    'make db-upgrade',
    'uv run --no-sync pytest tests/integration/ -v -m integration',
    'uv run --no-sync bandit -c pyproject.toml -r src/',
    'make audit-eval',
    'docker compose -f docker-compose.prod.yml build api worker',
    'docker compose -f docker-compose.prod.yml --profile ops run --rm migrate',
    'docker compose -f docker-compose.prod.yml up -d api worker beat',
    'docker compose -f docker-compose.prod.yml ps --format {{.Service}} {{.State}}',
    'uv run --no-sync horadus trends status',
    'make export-dashboard',
  ]);
});

test('[R6] over a limit it pauses and asks; the rollback builds and starts the last good release, verifies, and is measured until it is stable', async () => {
  await using world = await startWorld({ products: [HORADUS] });
  await toRollout(world);
  world.demo.horadus.setFault('horadus-errors', true);
  await world.windUntil('20m', async () => (await world.run()).status === 'paused');
  expect((await world.run()).rollback).toBeNull();
  expect(world.card()).toMatch(/Error rate 12.5 % &gt; 5 % in .* readings over 2 min/);
  const before = world.commands().length;
  await world.fill(OPERATOR, 'Roll back…', { picked: '2', reason: 'every eighth request fails' });
  await world.windUntil('5m', async () => (await status(world, 'database')) === 'waiting');
  expect(running(world)).toEqual({ api: 'v0.4.2', worker: 'v0.4.2', beat: 'v0.4.2' });
  expect(git(world, 'describe', '--tags')).toBe('v0.4.2');
  await world.press(OPERATOR, 'Confirm', 'runs on the database as it is now');
  await world.windUntil('30m', async () => (await status(world, 'summary')) === 'waiting');
  expect(world.commands().slice(before)).toEqual([
    'docker compose -f docker-compose.prod.yml build api worker',
    'docker compose -f docker-compose.prod.yml up -d api worker beat',
    'docker compose -f docker-compose.prod.yml ps --format {{.Service}} {{.State}}',
  ]);
  const stable = (await world.run()).steps['stable'];
  expect((stable?.endedAt ?? 0) - (stable?.startedAt ?? 0)).toBeGreaterThanOrEqual(10 * 60_000);
  await world.fill(DRIVER, 'Answer…', {
    'input.summary': 'Trends failed for 10 minutes',
    'input.follow-ups': 'A test for weigh() (Nils)',
  });
  await world.press(OPERATOR, 'Confirm', 'The last good release serves everybody');
  const run = await world.run();
  expect(run.status).toBe('rolled-back');
  expect(run.rollback?.reason).toBe('The error rate spikes or processing stalls: every eighth request fails');
  expect(run.steps['summary']?.outputs).toMatchObject({ summary: 'Trends failed for 10 minutes' });

  // What was taken back is not the last good release: neither notes nor another rollback go by it.
  await world.type(DRIVER, '/release unlock REL-1 The regression is understood and fixed', CHANNEL);
  await world.type(DRIVER, '/release start patch horadus', CHANNEL);
  expect(await world.run('REL-2')).toMatchObject({ version: '0.5.1', previousTag: 'v0.4.2' });
});

test('[R3] a tree that is not clean stops the candidate, and nobody may skip that', async () => {
  await using world = await startWorld({ products: [HORADUS] });
  appendFileSync(join(world.places['HORADUS_REPO'] ?? '', 'src/weigh.py'), '# forgotten\n');
  await world.type(DRIVER, '/release start patch horadus', CHANNEL);
  expect(await status(world, 'clean')).toBe('failed');
  expect(world.card()).toContain('nothing should have been printed');
  expect(world.labels(DRIVER)).not.toContain('Skip…');
  expect(world.commands()).toEqual([]);
  git(world, 'checkout', '--', '.');
  await world.press(DRIVER, 'Retry');
  expect(await status(world, 'clean')).toBe('done');
});

test('[R3] without a change of prompts or models since the last release no evaluation is asked for', async () => {
  await using world = await startWorld({ products: [HORADUS] });
  git(world, 'tag', '-a', 'v0.4.3', '-m', 'Release v0.4.3');
  await world.type(DRIVER, '/release start patch horadus', CHANNEL);
  const run = await world.run();
  expect(run.inputs['prompts']).toBe('no');
  expect([run.steps['evaluation']?.status, run.steps['benchmark']?.status]).toEqual(['skipped', 'skipped']);
});

test('[R3] what git shows cannot be answered away', async () => {
  await using world = await startWorld({ products: [HORADUS] });
  await world.type(DRIVER, '/release start patch horadus prompts=no', CHANNEL);
  expect((await world.run()).inputs['prompts']).toBe('yes');
  expect(world.thread().join('\n')).toContain(
    '“Does it change prompts or models?” is yes: prompts/extract.md changed since v0.4.2.',
  );
  expect(await status(world, 'evaluation')).toBe('done');
});

test('[R4] a closed gate holds the release; only the reviewer accepts it, with a reason that stays on record', async () => {
  await using world = await startWorld({ products: [HORADUS] });
  const repository = world.places['HORADUS_REPO'] ?? '';
  appendFileSync(join(repository, 'src/weigh.py'), 'api_key = "test-only"\n');
  git(world, 'commit', '--quiet', '--all', '--message', 'test: a key');
  await world.type(DRIVER, '/release start patch horadus', CHANNEL);
  expect(await status(world, 'security')).toBe('failed');
  expect((await world.ask(DRIVER, 'Skip…')).text).toMatch(/is for Reviewer/);
  expect(await status(world, 'security')).toBe('failed');
  await world.fill(REVIEWER, 'Skip…', { reason: 'A key of the test bench, see docs/EXCEPTIONS.md' });
  expect(await status(world, 'security')).toBe('skipped');
  expect((await world.run()).steps['security']).toMatchObject({
    by: REVIEWER,
    says: 'A key of the test bench, see docs/EXCEPTIONS.md',
  });
});

test('[R2] one person may be all three, and walks every step', async () => {
  const alone = join(mkdtempSync(join(tmpdir(), 'gonogo-product-')), 'horadus');
  cpSync(HORADUS, alone, { recursive: true });
  const product = join(alone, 'product.yml');
  writeFileSync(product, readFileSync(product, 'utf8').replaceAll(/U0REVIEWER|U0OPERATOR/g, DRIVER));
  await using world = await startWorld({ products: [alone] });
  await toRollout(world, DRIVER);
  await world.windUntil('40m', async () => (await status(world, 'verify.checkpoint')) === 'waiting');
  await world.press(DRIVER, 'Confirm', 'Nothing that speaks for a rollback');
  const run = await world.run();
  expect(run.status).toBe('completed');
  const left = Object.entries(run.steps).filter(([, step]) => !['done', 'pending'].includes(step.status));
  expect(left.map(([id]) => id)).toEqual([]);
});
