import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyChain } from '#src/engine/codec.ts';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { DEVOPS, evening, RELEASE_MANAGER } from '../support/valero.ts';

async function approved(): Promise<World> {
  const world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  return world;
}

const CANARY = 'kubectl set image deployment/document-domain-canary document=valero-neuroerp:1.3.0';
const count = (world: World, command: string) => world.commands().filter(one => one === command).length;

test('[B5] killed in the middle of a wave it goes on from SQLite: the soak ends on time and no command runs twice', async () => {
  await using world = await approved();
  await world.windUntil('5m', async () => (await world.run()).waves[0]?.soakUntil != null);
  const before = await world.run();
  const timeline = await world.timeline();

  await world.kill();
  await world.passWithoutBot('30s');
  await world.restart();

  expect(await world.run()).toMatchObject({ status: 'running', T: before.T, waves: before.waves });
  expect((await world.timeline()).slice(0, timeline.length)).toEqual(timeline);
  await world.windUntil('10m', async () => (await world.run()).steps['rollout.checkpoint']?.status === 'waiting');
  const after = await world.run();
  expect(after.waves[0]?.finishedAt).toBe(before.waves[0]?.soakUntil);
  for (const weight of [10, 50, 100]) expect(count(world, `kubectl set weight canary-service ${weight}`)).toBe(1);
  expect(verifyChain(await world.store.readStream('release:REL-1'))).toBeNull();
});

test('killed while a command runs it finds the command’s end afterwards, and does not start it again', async () => {
  await using world = await startWorld({ products: [valeroInHaste()], beatMs: 150 });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  const end = world.now() + 60_000;
  // The canary's command begins as soon as the baseline is measured; the bot dies before it has heard the end.
  const winding = world.wind('70s');
  await world.until(() => count(world, CANARY) === 1);
  expect(world.demo.journal().at(-1)?.ended).toBeNull();
  await world.kill();
  void winding;
  await world.until(() => world.demo.journal().every(one => one.ended !== null));
  await world.restart();

  await world.windUntil('5m', async () => (await world.run()).waves[0]?.soakUntil != null);
  expect(count(world, CANARY)).toBe(1);
  expect((await world.run()).steps['canary']).toMatchObject({ status: 'done', attempt: 1 });
  expect(world.now()).toBeGreaterThanOrEqual(end);
});

test('[X1] a run keeps the files it started with, whatever happens to them on disk', async () => {
  await using world = await approved();
  const file = join(world.runbooks, 'valero/release.yml');
  const hash = (await world.run()).runbookHash;
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('canary-service', 'other-service'));
  await world.kill();
  await world.restart();

  await world.windUntil('5m', async () => (await world.run()).waves[0]?.soakUntil != null);
  expect(world.commands().at(-1)).toBe('kubectl set weight canary-service 10');
  expect((await world.run()).runbookHash).toBe(hash);

  await world.fill(DEVOPS, 'Roll back…', { reason: 'Enough for today' });
  expect(world.commands().at(-1)).toBe('kubectl set weight canary-service 0');
});

test('a file that was broken meanwhile keeps new runs from starting and says why; the running one goes on', async () => {
  await using world = await approved();
  appendFileSync(join(world.runbooks, 'valero/release.yml'), '\nphasess: []\n');
  await world.kill();
  await world.restart();

  const { text } = await world.type(RELEASE_MANAGER, '/release start minor');
  expect(text).toContain('phasess');
  expect(text).toMatch(/release\.yml:\d+/);
  await world.windUntil('5m', async () => (await world.run()).waves.length === 1);
});
