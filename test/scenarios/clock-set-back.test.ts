import { expect, test } from 'vitest';
import { MINUTE, SECOND } from '#src/base/time.ts';
import { verifyChain } from '#src/engine/codec.ts';
import { startWorld, type World } from '../support/bot.ts';
import { valeroInHaste } from '../support/from-gate.ts';
import { evening, ON_CALL, RELEASE_MANAGER } from '../support/valero.ts';

/** The first wave has its ten percent, and its two minutes of soak begin. */
async function soaking(): Promise<World> {
  const world = await startWorld({ products: [valeroInHaste()] });
  await world.type(RELEASE_MANAGER, '/release start minor');
  await evening.vote(world);
  await world.windUntil('7m', async () => (await world.run()).waves[0]?.soakUntil != null);
  return world;
}

async function halfSoaked(): Promise<World> {
  const world = await soaking();
  await world.wind('1m');
  expect((await world.run()).waves).toHaveLength(1);
  return world;
}

const weight = (world: World) => world.demo.state().cluster.weight;
const sweeps = async (world: World) => (await world.timeline()).filter(fact => fact.type === 'watch.swept').length;

test('[B5] an hour back in the middle of a soak: the next wave comes when two minutes have passed, no earlier and no hour later', async () => {
  await using world = await halfSoaked();
  const before = await world.timeline();
  const swept = await sweeps(world);

  await world.setBotBack('1h');
  await world.wind('30s');
  expect(await sweeps(world)).toBeGreaterThan(swept);
  expect(weight(world)).toBe(10);

  await world.windUntil('40s', async () => (await world.run()).waves.length === 2);
  expect(weight(world)).toBe(50);
  expect((await world.timeline()).slice(0, before.length)).toEqual(before);
  expect(verifyChain(await world.store.readStream('release:REL-1'))).toBeNull();
});

test('[B5] [X4] what was measured before the clock was set back lets nobody through after it', async () => {
  await using world = await halfSoaked();
  world.demo.setFault('metrics-gone', true);
  await world.setBotBack('1h');

  await world.windUntil('10m', async () => (await world.run()).status === 'paused');
  expect((await world.run()).pause?.says).toContain('could not be measured');
  expect((await world.run()).waves).toHaveLength(1);
  expect(weight(world)).toBe(10);
});

test('[B5] [V6] a limit that breaks after the clock was set back pauses before anybody else is moved', async () => {
  await using world = await soaking();
  await world.setBotBack('1h');
  world.demo.setFault('canary-slow', true);

  await world.windUntil('2m', async () => (await world.run()).status === 'paused');
  expect(weight(world)).toBe(10);
});

test('[B5] set back while the bot is down: the soak goes on with what was left of it', async () => {
  await using world = await halfSoaked();
  await world.kill();
  await world.setBotBack('1h');
  await world.restart();

  await world.wind('30s');
  expect(weight(world)).toBe(10);
  await world.windUntil('1m', async () => (await world.run()).waves.length === 2);
});

test('[B5] half a watch that has to be green for five minutes counts, and the other half has to follow', async () => {
  await using world = await halfSoaked();
  await evening.rollout(world, '15m');
  await evening.overview(world);
  const began = world.now();
  const watched = async () => (await world.run()).steps['smoke']?.status === 'waiting';
  await world.wind('3m');
  await world.setBotBack('1h');
  await world.wind('1m');
  expect(await watched()).toBe(false);
  await world.windUntil('2m', watched);
  expect(world.now() - began).toBeGreaterThanOrEqual(5 * MINUTE);
});

test('[B3] [X2] the reminder of an incident comes at its minute, once, and the next one after it', async () => {
  await using world = await startWorld();
  await world.type(RELEASE_MANAGER, '/incident declare p0 documents cannot be opened', 'C0INCIDENTS');
  await world.pickUp(ON_CALL);
  const declared = world.now();
  const reminded = () => world.thread('INC-1').filter(line => line.includes('update due')).length;
  await world.wind('6m');
  await world.setBotBack('1h');
  await world.wind('3m');
  expect(reminded()).toBe(0);

  await world.windUntil('2m', () => reminded() === 1);
  expect(world.now() - declared).toBeGreaterThanOrEqual(9.5 * MINUTE);
  await world.windUntil('11m', async () => (await world.incident()).cadence.missed === 1);
  expect(world.now() - declared).toBeLessThan(21 * MINUTE + 30 * SECOND);
});
