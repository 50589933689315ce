import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MINUTE } from '#src/base/time.ts';
import type { Fact } from '#src/domain/fact.ts';
import { startWorld, type World } from '../support/bot.ts';
import { RELEASE_MANAGER } from '../support/valero.ts';

const PRODUCT = join(import.meta.dirname, 'products/counters');

/** Its error rate is taken from counters: two minutes of them, which the bot has in memory. The first wave soaks. */
async function soaking(): Promise<World> {
  const world = await startWorld({ products: [PRODUCT] });
  await world.type(RELEASE_MANAGER, '/release start change');
  await world.windUntil('2m', async () => (await world.run()).waves[0]?.soakUntil != null);
  return world;
}

/** Everybody has it, and it was watched for half of its five minutes. */
async function halfWatched(): Promise<World> {
  const world = await soaking();
  await world.windUntil('10m', async () => (await world.run()).steps['calm']?.status === 'running');
  await world.wind('150s');
  return world;
}

async function killedFor(world: World, down: string): Promise<number> {
  const known = (await world.timeline()).length;
  await world.kill();
  await world.passWithoutBot(down);
  await world.restart();
  return known;
}

/** What each sweep since then came to. */
const verdicts = async (world: World, since: number) => readings((await world.timeline()).slice(since));

const readings = (facts: readonly Fact[]) =>
  facts.flatMap(fact => (fact.type === 'watch.swept' ? fact.data.readings.map(one => one.verdict) : []));

test('[X4] killed in the middle of a window it warms up again, is not green by it, and goes on to the end of its watch', async () => {
  await using world = await halfWatched();
  const known = await killedFor(world, '2m');
  const back = world.now();

  await world.windUntil('1m', async () => (await verdicts(world, known)).length > 1);
  expect((await verdicts(world, known)).slice(0, 2)).toEqual(['warming-up', 'pass']);
  await world.windUntil('6m', async () => (await world.run()).status === 'completed');
  expect(world.now() - back).toBeGreaterThanOrEqual(5 * MINUTE);
  expect(new Set((await verdicts(world, known)).slice(1))).toEqual(new Set(['pass']));
});

test('[X4] a soak that ended while the bot was down moves nobody before the counters were read twice', async () => {
  await using world = await soaking();
  await world.wind('10s');
  const known = await killedFor(world, '4m');

  await world.windUntil('1m', async () => (await world.run()).waves.length === 2);
  const facts = (await world.timeline()).slice(known);
  const moved = facts.findIndex(fact => fact.type === 'wave.finished');
  expect(readings(facts.slice(0, moved))).toEqual(['warming-up', 'pass']);
});

test('[X4] with nobody to read the counters from after the kill it pauses and asks, and was never green', async () => {
  await using world = await halfWatched();
  world.demo.setFault('metrics-gone', true);
  const known = await killedFor(world, '20s');

  await world.windUntil('10m', async () => (await world.run()).status === 'paused');
  expect(new Set(await verdicts(world, known))).toEqual(new Set(['error']));
  expect((await world.run()).pause?.says).toContain('could not be measured');
});

test('[X4] [V6] errors that began while the bot was down are found by the first window it has filled', async () => {
  await using world = await soaking();
  await world.wind('1m');
  await world.kill();
  world.demo.setFault('canary-errors', true);
  await world.passWithoutBot('20s');
  await world.restart();

  await world.windUntil('3m', async () => (await world.run()).status === 'paused');
  expect((await world.run()).pause?.says).toMatch(/^Errors \d.*% > 1 %/);
  expect((await world.run()).waves).toHaveLength(1);
});
